import { z } from 'zod'
import { Terms } from '../../labour/terms.ts'

/** What would be agreed instead; what is missing in it stays as it is. Times are UTC epoch ms, money is integer yen. */
export const Proposal = z.object({
  startsAt: z.int().optional(),
  endsAt: z.int().optional(),
  breakMinutes: z.int().min(0).max(480).optional(),
  wageYen: z.int().positive().optional(),
  transportYen: z.int().min(0).optional(),
  terms: Terms.optional(),
})
export type Proposal = z.output<typeof Proposal>

/** As it is kept. */
export const parseProposal = (kept: string | null): Proposal | undefined =>
  kept === null ? undefined : Proposal.parse(JSON.parse(kept))
