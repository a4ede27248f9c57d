import { EVERYONE } from '../../segments/rule.ts'
import { tokyoDateTime, tokyoDay } from '../../texts/format.ts'
import type { FormValues } from '../../web/form.ts'
import type { Opening } from '../openings.ts'
import type { OpeningDraft } from './drafts.ts'
import { TERM_FIELDS } from './posting-form.tsx'
import { freshTerms, type Workplace } from './workplaces.ts'

/** The form's value for people who are chosen by a rule that no segment has any more. */
export const KEPT_RULE = 'kept'
/** And for the people of the opening's own store. */
export const OWN_STORE = 'store'
const DAY_MS = 86_400_000

/** What an empty form starts with: tomorrow's dinner, with all that is known of the workplace. */
export const freshValues = ({
  workplace,
  storeName,
  segment,
  now,
}: {
  workplace: Workplace | undefined
  storeName: string
  segment: string
  now: number
}): FormValues => ({
  day: tokyoDay(now + DAY_MS),
  from: '17:00',
  until: '22:00',
  breakMinutes: '0',
  headcount: '1',
  closesDay: tokyoDay(now + DAY_MS),
  closesTime: '15:00',
  transportYen: '0',
  mode: 'approve',
  shared: 'yes',
  leadMinutes: '15',
  waveSize: '5',
  waveMinutes: '30',
  segment,
  ...freshTerms(workplace, storeName),
})

/** A draft as the values it was typed with. */
export const valuesOf = (
  draft: OpeningDraft,
  { version, segment }: { version: number; segment: string },
): FormValues => ({
  ...timeValues(draft),
  breakMinutes: String(draft.breakMinutes),
  headcount: String(draft.headcount),
  roles: draft.roleIds,
  wageYen: String(draft.wageYen),
  transportYen: String(draft.transportYen),
  mode: draft.mode,
  ...(draft.urgent && { urgent: 'yes' }),
  ...(draft.shared && { shared: 'yes' }),
  leadMinutes: String(draft.leadMinutes),
  waveSize: String(draft.waveSize),
  waveMinutes: String(draft.waveMinutes),
  ...Object.fromEntries(TERM_FIELDS.map((name) => [name, draft.terms[name]])),
  segment,
  version: String(version),
})

/** Which choice of people an opening stands for. `isManager`: whose people end at their store anyway. */
export function segmentValue(
  { segmentId, rule, audienceStoreId, storeId }: Pick<Opening, 'segmentId' | 'rule' | 'audienceStoreId' | 'storeId'>,
  isManager: boolean,
) {
  if (segmentId !== null) return segmentId
  if (rule.conditions.length > 0) return KEPT_RULE
  return !isManager && audienceStoreId === storeId ? OWN_STORE : ''
}

/** Whom a choice that names no segment means. */
export const EVERYBODY = { rule: EVERYONE, segmentId: null } as const

const timeValues = ({ startsAt, endsAt, closesAt }: Pick<OpeningDraft, 'startsAt' | 'endsAt' | 'closesAt'>) => ({
  day: tokyoDay(startsAt),
  from: clock(startsAt),
  until: clock(endsAt),
  closesDay: tokyoDay(closesAt),
  closesTime: clock(closesAt),
})

/** 09:05, as a field of the browser takes it. */
export const clock = (at: number) => tokyoDateTime(at).slice(11)
