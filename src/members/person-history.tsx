import { z } from 'zod'
import { PURPOSES } from '../consent/consent.ts'
import type { Cursor } from '../db/pages.ts'
import type { InteractionKind } from '../db/schema.ts'
import { TIMELINE_CATEGORIES, type TimelineCategory } from '../interactions/categories.ts'
import { consentTexts } from '../texts/consent.ts'
import { isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { memberTexts } from '../texts/members.ts'
import { cursorSaid } from '../web/cursor.ts'
import { Button } from '../web/ui-forms.tsx'
import { type BadgeTone, Card, Timeline } from '../web/ui-parts.tsx'
import { PATH } from './list-page.tsx'
import type { PersonPageProps } from './person-page.tsx'

type Told = PersonPageProps['told']['lines'][number]

/** What happened with a person, newest first, narrowed to a kind of thing with one tap. */
export const History = ({ lang, member, told, category, later }: PersonPageProps) => {
  const { timeline: t } = memberTexts[lang]
  const href = (show: TimelineCategory | undefined, before?: Cursor) => hrefOf(member.id, show, before)
  return (
    <Card title={t.title} id="history">
      <nav class="filters chips" aria-label={t.filter}>
        {[undefined, ...TIMELINE_CATEGORIES].map((one) => (
          <a
            class={one === category ? 'button primary small' : 'button secondary small'}
            href={href(one)}
            {...(one === category ? { 'aria-current': 'true' as const } : {})}
          >
            {one === undefined ? t.all : t.categories[one]}
          </a>
        ))}
      </nav>
      {told.lines.length === 0 ? (
        <p class="muted">{category === undefined ? t.empty : t.emptyCategory}</p>
      ) : (
        <Timeline lang={lang} items={told.lines.map((one) => tell(one, lang))} />
      )}
      <p class="chips">
        {told.next && (
          <Button kind="secondary" href={href(category, told.next)}>
            {t.older}
          </Button>
        )}
        {later && (
          <Button kind="quiet" href={href(category)}>
            {t.newest}
          </Button>
        )}
      </p>
    </Card>
  )
}

function hrefOf(memberId: string, show: TimelineCategory | undefined, before: Cursor | undefined) {
  const said = { ...(show ? { show } : {}), ...(before ? { before: cursorSaid(before) } : {}) }
  const query = new URLSearchParams(said).toString()
  return `${PATH}/${memberId}${query === '' ? '' : `?${query}`}#history`
}

/** What a line of the timeline keeps beside its kind, as far as this page tells it. */
const Detail = z
  .preprocess(
    (json) => (typeof json === 'string' ? JSON.parse(json) : json),
    z.object({ title: z.coerce.string().default(''), tag: z.coerce.string().default('') }),
  )
  .catch({ title: '', tag: '' })

const TONES: Partial<Record<InteractionKind, BadgeTone>> = {
  verified: 'done',
  coupon_redeemed: 'done',
  correction_accepted: 'done',
  event_attended: 'done',
  shift_worked: 'done',
  applied: 'wait',
  correction_asked: 'wait',
  declined: 'stop',
  blocked: 'stop',
  consent_withdrawn: 'stop',
}

function tell({ kind, ref, detail, at, operator_name, store_name, note }: Told, lang: Language) {
  const { timeline: t } = memberTexts[lang]
  const { title, tag } = Detail.parse(detail)
  const operator = operator_name ?? undefined
  const store = store_name ?? undefined
  const purpose = purposeName(lang, ref)
  const words = t.told[kind]({ purpose, tag: isolated(tag), title: isolated(title), operator, store })
  return {
    at,
    text:
      note === null ? (
        words
      ) : (
        <>
          {words}
          <p class="note lines">
            <bdi>{note}</bdi>
          </p>
        </>
      ),
    ...(operator === undefined ? {} : { detail: t.by(operator) }),
    ...(TONES[kind] ? { tone: TONES[kind] } : {}),
  }
}

/** How a purpose is called on these pages; '' for what is none. */
export function purposeName(lang: Language, purpose: string | null) {
  if (purpose === 'privacy') return memberTexts[lang].consents.privacy
  const known = PURPOSES.find((one) => one === purpose)
  return known ? consentTexts[lang].names[known] : ''
}
