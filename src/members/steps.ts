import { z } from 'zod'
import type { BroadcastPurpose, ConsentPurpose } from '../db/schema.ts'

/** The questions in their order. Each purpose is a question of its own. */
export const STEPS = [
  'privacy',
  'news',
  'coupons',
  'events',
  'shifts',
  'name',
  'store',
  'role',
  'last_day',
  'digits',
  'confirm',
] as const
export type Step = (typeof STEPS)[number]

/** The answers that a person may change on the last page without going through all the others again. */
export const FIXABLE = ['name', 'store', 'role', 'last_day'] as const
export type FixableStep = (typeof FIXABLE)[number]

/** The first day that the date picker offers. */
export const LAST_DAY_MIN = '1960-01-01'

export const Answers = z.object({
  purposes: z.partialRecord(z.enum(['news', 'coupons', 'events', 'shifts']), z.boolean()).default({}),
  name: z.string().optional(),
  storeId: z.string().optional(),
  /** null: another one, or not remembered. */
  roleId: z.string().nullable().optional(),
  leftOn: z.string().optional(),
  /** The HMAC of the last four digits of a phone number; null: rather not. The digits themselves are never kept. */
  digitsHmac: z.string().nullable().optional(),
  /** Whose code brought them: what the roster says of them need not be asked again. */
  invitationId: z.string().optional(),
  /** Only one answer is being put right; then back to the last page. */
  fixing: z.boolean().optional(),
})
export type Answers = z.output<typeof Answers>

export type Answer =
  | { kind: 'agree' | 'yes' | 'no' | 'back' }
  | { kind: 'name'; name: string }
  | { kind: 'store'; id: string }
  | { kind: 'role'; id: string | null }
  | { kind: 'last_day'; on: string }
  | { kind: 'digits'; hmac: string | null }
  | { kind: 'fix'; step: FixableStep }

/** What there is to choose from. `today` in Tokyo: nobody has left in the future. Digits are asked only where the roster has any. */
export type Choices = { storeIds: readonly string[]; roleIds: readonly string[]; asksDigits: boolean; today: string }

/** What the roster says of whom an invitation names. */
export type Invited = { invitationId: string; name: string; storeId: string; roleId: string | null; leftOn: string }

export type Position = { step: Step; answers: Answers }
export type Advance = Position & {
  /** Said with this answer, and to be recorded with it. */
  consent?: { purpose: ConsentPurpose; granted: boolean }
}

export const FIRST: Position = { step: 'privacy', answers: { purposes: {} } }

/** The question that follows an answer; undefined when it is no answer to the question that is open. */
export function advance({ step, answers }: Position, answer: Answer, choices: Choices): Advance | undefined {
  if (answer.kind === 'back') return goBack({ step, answers }, choices)
  if (answer.kind === 'fix')
    return step === 'confirm' ? { step: answer.step, answers: { ...answers, fixing: true } } : undefined
  if (step === 'privacy')
    return answer.kind === 'agree'
      ? { ...next({ step, answers }, choices), consent: { purpose: 'privacy', granted: true } }
      : undefined
  if (isPurpose(step)) return answerPurpose({ step, answers }, answer, choices)
  const said = answerFact(step, answer, choices)
  return said && next({ step, answers: { ...answers, ...said } }, choices)
}

/** Everything that must have been said before a person can be registered; undefined when something is missing. */
export function complete({ answers: { name, storeId, roleId, leftOn, digitsHmac, invitationId } }: Position) {
  return name === undefined || storeId === undefined || leftOn === undefined
    ? undefined
    : {
        name,
        storeId,
        roleId: roleId ?? null,
        leftOn,
        digitsHmac: digitsHmac ?? null,
        invitationId: invitationId ?? null,
      }
}

/** Where somebody stands who shows an invitation: the facts are filled in, and only the consents are still asked for. */
export function invite(
  { step, answers: { fixing, ...answers } }: Position,
  { invitationId, ...facts }: Invited,
): Position {
  const open = step === 'privacy' || isPurpose(step)
  return { step: open ? step : 'confirm', answers: { ...answers, ...facts, invitationId } }
}

/** What was agreed to on the way here: it is taken back when the person gives up. */
export const agreedTo = ({ step, answers }: Position): readonly ConsentPurpose[] => [
  ...(step === 'privacy' ? [] : (['privacy'] as const)),
  ...STEPS.filter(isPurpose).filter((purpose) => answers.purposes[purpose] === true),
]

export const isPurpose = (step: Step): step is BroadcastPurpose =>
  step === 'news' || step === 'coupons' || step === 'events' || step === 'shifts'

function answerPurpose(
  { step, answers }: { step: BroadcastPurpose; answers: Answers },
  { kind }: Answer,
  choices: Choices,
): Advance | undefined {
  if (kind !== 'yes' && kind !== 'no') return undefined
  const granted = kind === 'yes'
  const purposes = { ...answers.purposes, [step]: granted }
  return { ...next({ step, answers: { ...answers, purposes } }, choices), consent: { purpose: step, granted } }
}

function answerFact(step: Step, answer: Answer, { storeIds, roleIds, today }: Choices): Partial<Answers> | undefined {
  if (step !== answer.kind) return undefined
  switch (answer.kind) {
    case 'name':
      return { name: answer.name }
    case 'store':
      return storeIds.includes(answer.id) ? { storeId: answer.id } : undefined
    case 'role':
      return answer.id === null || roleIds.includes(answer.id) ? { roleId: answer.id } : undefined
    case 'last_day':
      return isDay(answer.on) && answer.on >= LAST_DAY_MIN && answer.on <= today ? { leftOn: answer.on } : undefined
    case 'digits':
      return { digitsHmac: answer.hmac }
    default:
      return undefined
  }
}

function next({ step, answers: { fixing, ...answers } }: Position, choices: Choices): Position {
  if (fixing) return { step: 'confirm', answers }
  const after = STEPS.slice(STEPS.indexOf(step) + 1).find((step) => isAsked(step, answers, choices)) ?? 'confirm'
  return { step: after, answers }
}

function goBack({ step, answers: { fixing, ...answers } }: Position, choices: Choices): Position | undefined {
  if (fixing) return { step: 'confirm', answers }
  const before = STEPS.slice(0, STEPS.indexOf(step)).findLast((step) => isAsked(step, answers, choices))
  return before && { step: before, answers }
}

/** A shop without roles asks for none, a roster without digits for none; and an invitation has said who it is for. */
function isAsked(step: Step, { invitationId }: Answers, { roleIds, asksDigits }: Choices) {
  if (invitationId !== undefined) return step === 'privacy' || isPurpose(step) || step === 'confirm'
  return (step !== 'role' || roleIds.length > 0) && (step !== 'digits' || asksDigits)
}

const isDay = (on: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(on) && new Date(`${on}T00:00:00Z`).toJSON()?.slice(0, 10) === on
