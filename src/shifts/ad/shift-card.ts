import { consentData } from '../../consent/card.ts'
import type { MemberLanguage } from '../../db/schema.ts'
import { fact, heading, label, letterCard, paragraph } from '../../line/letter-parts.ts'
import { cutTo, LIMITS } from '../../line/limits.ts'
import {
  type Action,
  type FlexBox,
  type FlexComponent,
  INDIGO,
  type LineMessage,
  MUTED,
  type Sender,
  tap,
} from '../../line/messages.ts'
import { formatYen } from '../../texts/format.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'
import { type AdOpening, mainRows, termRows } from './ad-words.ts'
import { asOfWords, modeWords, payNote, type Row, shiftTitle } from './shift-words.ts'

const RED = '#a32a2a'
/** Two quiet buttons side by side: the longer words have more room. */
const PASS_PARTS = 4
const SHOW_PARTS = 3

/** What the ad is made of, on a card of any kind. */
export type AdParts = {
  /** Works alone in the notification. */
  alt: string
  label: string
  title: string
  /** The shop's own word to those it asks; '' when there is none. */
  message: string
  main: readonly Row[]
  terms: readonly Row[]
  /** When the contract exists; that the pay is an estimate; as of when. */
  small: readonly string[]
}

/** The data of an opening's buttons: `shift:<id>:<what>`. */
export const shiftData = (openingId: string, what: string) => `shift:${openingId}:${what}`

/** Everything that the ad must say, in words. */
export function adParts(opening: AdOpening, language: MemberLanguage): AdParts {
  const t = shiftCardTexts[language]
  const title = shiftTitle(language, opening)
  const alt = opening.urgent ? t.altUrgent : t.alt
  return {
    alt: cutTo(alt(title, opening.storeName, formatYen(opening.wageYen, htmlLang(language))), LIMITS.altText),
    label: (opening.urgent ? t.adLabelUrgent : t.adLabel)(opening.storeName),
    title,
    message: opening.terms.message,
    main: mainRows(language, opening),
    terms: termRows(language, opening),
    small: [modeWords(language, opening.mode), payNote(language), asOfWords(language, opening.updatedAt)],
  }
}

/**
 * What one person is asked with, in one push: the whole ad, the answers to tap, and the stop of job ads alone at the end.
 * The same for everybody who reads a language. `sender`: whose name and face stand beside it.
 */
export function askMessages(
  language: MemberLanguage,
  opening: AdOpening,
  { sender }: { sender?: Sender | undefined } = {},
): readonly LineMessage[] {
  const t = shiftCardTexts[language]
  const parts = adParts(opening, language)
  const message = letterCard({
    altText: parts.alt,
    body: [
      urgentLabel(parts.label, opening.urgent),
      heading(parts.title),
      paragraph(parts.message || t.convenience),
      ...adFacts(parts),
    ],
    buttons: [
      mainButton(claimAction(language, opening)),
      {
        type: 'box',
        layout: 'horizontal',
        spacing: 'sm',
        contents: [
          quietButton(tap(t.pass, shiftData(opening.id, 'pass')), PASS_PARTS),
          quietButton(tap(t.show, shiftData(opening.id, 'show')), SHOW_PARTS),
        ],
      },
    ],
    stop: stopShifts(language),
  })
  return [{ ...message, ...(sender ? { sender } : {}) }]
}

/**
 * 応募する; of first come, first served the button says that it decides. Once the conditions changed it says which ones they read:
 * an older card's is no yes to what they are now.
 */
export const claimAction = (
  language: MemberLanguage,
  { id, mode, conditionsAt }: Pick<AdOpening, 'id' | 'mode' | 'conditionsAt'>,
): Action => {
  const t = shiftCardTexts[language]
  const said = conditionsAt === null ? 'claim' : `claim:${conditionsAt}`
  return tap(mode === 'first_come' ? t.claimNow : t.claim, shiftData(id, said))
}

/** 求人だけ止める: of all purposes, this one alone. */
export const stopShifts = (language: MemberLanguage): Action =>
  tap(shiftCardTexts[language].stop, consentData('shifts', 'off'))

/** The rows of the ad, and what is small below them. */
export const adFacts = ({
  main,
  terms,
  small,
}: Pick<AdParts, 'main' | 'terms' | 'small'>): readonly FlexComponent[] => [
  facts(main),
  { type: 'separator', color: '#e4ded3', margin: 'lg' },
  facts(terms),
  {
    type: 'box',
    layout: 'vertical',
    spacing: 'xs',
    margin: 'lg',
    contents: small.map((words) => ({ type: 'text', text: words, size: 'xs', color: MUTED, wrap: true }) as const),
  },
]

export const facts = (rows: readonly Row[]): FlexBox => ({
  type: 'box',
  layout: 'vertical',
  spacing: 'sm',
  margin: 'lg',
  contents: rows.map(([term, said]) => row(term, said)),
})

/** Words of more than a few characters beside what they are of: both wrap, nothing is cut off. */
function row(term: string, said: string): FlexBox {
  const { contents, ...box } = fact(term, said)
  return {
    ...box,
    contents: contents.map((part, nth) =>
      part.type === 'text' ? { ...part, wrap: true, flex: nth === 0 ? 3 : 7 } : part,
    ),
  }
}

const urgentLabel = (words: string, urgent: boolean): FlexComponent =>
  urgent ? { type: 'text', text: words, size: 'sm', weight: 'bold', color: RED, wrap: true } : label(words)

const mainButton = (action: Action): FlexComponent => ({
  type: 'button',
  style: 'primary',
  color: INDIGO,
  adjustMode: 'shrink-to-fit',
  action,
})

const quietButton = (action: Action, parts?: number): FlexComponent => ({
  type: 'button',
  style: 'link',
  height: 'sm',
  color: INDIGO,
  adjustMode: 'shrink-to-fit',
  ...(parts !== undefined && { flex: parts }),
  action,
})
