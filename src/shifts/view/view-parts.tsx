import type { Child } from 'hono/jsx'
import { formatDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import type { Operator } from '../../web/env.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Badge, type BadgeTone } from '../../web/ui-parts.tsx'
import { hoursWords, shiftTitle } from '../ad/shift-words.ts'
import type { Opening } from '../openings.ts'

export const PATH = '/admin/shifts'
export const openingPath = (openingId: string) => `${PATH}/${openingId}`
export const assignmentPath = (openingId: string, assignmentId: string) =>
  `${openingPath(openingId)}/assignments/${assignmentId}`
export const personPath = (memberId: string) => `/admin/members/${memberId}`

type Stands = Pick<Opening, 'state' | 'closedBecause'>
type Shown = keyof (typeof shiftViewTexts)['ja']['states']
const TONES: Record<Shown, BadgeTone> = {
  draft: 'plain',
  open: 'info',
  filled: 'done',
  closed: 'wait',
  cancelled: 'stop',
  done: 'plain',
}

/** How an opening stands, in a word: one that filled up is not one that ran out of time. */
const shownState = ({ state, closedBecause }: Stands): Shown =>
  state === 'closed' && closedBecause === 'filled' ? 'filled' : state

export const OpeningBadge = ({ lang, opening }: { lang: Language; opening: Stands }) => {
  const shown = shownState(opening)
  return <Badge tone={TONES[shown]}>{shiftViewTexts[lang].states[shown]}</Badge>
}

export const NameOf = ({ lang, name }: { lang: Language; name: string | null }) => (
  <bdi>{name ?? shiftViewTexts[lang].unnamed}</bdi>
)

/** A name, which leads to the person's own page. */
export const PersonLink = ({ lang, memberId, name }: { lang: Language; memberId: string; name: string | null }) => (
  <a href={personPath(memberId)}>
    <NameOf lang={lang} name={name} />
  </a>
)

/** 11月28日（土） 17:00〜23:00 */
export const spanWords = (lang: Language, span: { startsAt: number; endsAt: number }) =>
  `${formatDay(span.startsAt, lang)}${lang === 'ja' ? ' ' : ', '}${hoursWords(lang, span)}`

type AskProps = {
  lang: Language
  operator: Operator
  opening: Opening
  /** What stands behind the opening's own path. */
  path: string
  title: string
  notice?: Flash | undefined
  wide?: boolean
  children: Child
}

/** A page of its own for one thing to be done to an opening, with the way back. */
export const AskPage = ({ lang, operator, opening, path, title, notice, wide = false, children }: AskProps) => (
  <Page
    lang={lang}
    title={title}
    operator={operator}
    current="shifts"
    path={`${openingPath(opening.id)}${path}`}
    back={{ href: openingPath(opening.id), label: shiftTitle(lang, opening) }}
    notice={notice}
    wide={wide}
  >
    {children}
  </Page>
)
