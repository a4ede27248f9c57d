import type { ShiftNoticeKind } from '../../db/schema-shifts.ts'
import { type Action, type Card, link, tap } from '../../line/messages.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'
import { shiftNoticeTexts } from '../../texts/shift-notices.ts'
import { shiftData } from '../ad/shift-card.ts'
import { type Row, rolesWords, whenWords } from '../ad/shift-words.ts'
import type { Assignment } from '../claims/standing.ts'
import type { Opening } from '../openings.ts'
import type { AlertKind } from './alert-card.ts'
import { conditionRows } from './changed-words.ts'
import type { Notice } from './notices.ts'

export type PersonKind = Exclude<ShiftNoticeKind, AlertKind>
export type Told = {
  kind: PersonKind
  opening: Opening
  notice: Notice
  /** Of a shift that was agreed: with what. Without it the opening speaks for it. */
  agreed: Assignment | undefined
  shopName: string
  /** The person's own page of the opening. */
  url: string
  /** Of an offer: until when they may take it. */
  offerEndsAt?: number
  now: number
}
export type Line = Card['lines'][number]
export type Said = { title: string; lines: readonly Line[]; main: Action; more?: readonly Action[]; note?: string }

/** The words and buttons that every notice may need. */
export function parts({ opening, notice, url }: Told) {
  const t = shiftNoticeTexts[notice.language]
  return {
    t,
    lang: htmlLang(notice.language),
    show: link(t.show, url),
    others: tap(t.others, 'shifts'),
    button: (label: string, what: string) => tap(label, shiftData(opening.id, what)),
  }
}

/** Which shift, and where. */
export function facts({ opening, agreed, notice: { language } }: Told): readonly Line[] {
  const { labels } = shiftCardTexts[language]
  return rows([
    [labels.when, whenWords(language, agreed ?? opening)],
    [labels.roles, rolesWords(language, opening.roles)],
    [shiftNoticeTexts[language].store, opening.storeName],
    [labels.place, (agreed ?? opening).terms.place],
  ])
}

/** Every condition, as agreed, in the message itself. */
export function conditions({ opening, agreed, notice: { language } }: Told) {
  const [when, ...others] = conditionRows(language, agreed ?? opening)
  const roles: Row = [shiftCardTexts[language].labels.roles, rolesWords(language, opening.roles)]
  return rows(when ? [when, roles, ...others] : [roles])
}

/** What says nothing is left out: LINE takes no empty text. */
export const rows = (said: readonly Row[]): readonly Line[] =>
  said.filter(([, value]) => value.trim() !== '').map(([label, value]) => ({ label, value }))

/** What somebody wrote, if they did. */
export const said = (words: string | null) => (words === null || words.trim() === '' ? [] : [words])
