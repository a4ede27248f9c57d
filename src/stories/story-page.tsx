import { raw } from 'hono/html'
import { BASE_CSS } from '../flex/base-css.ts'
import { renderMessages } from '../flex/messages.ts'
import type { FlexMessage } from '../line/messages.ts'
import { formatDateTime, formatFullDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { storyAdminTexts } from '../texts/stories.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Card, Notice, PhoneFrame } from '../web/ui-parts.tsx'
import { ASKED_AGAIN_MS, type whyNotAsked } from './asking.ts'
import { PATH, StoryBadge } from './list-page.tsx'
import { type StoryRow, storyState } from './stories.ts'

type StoryPageProps = {
  lang: Language
  operator: Operator
  story: StoryRow
  card: FlexMessage
  shop: string
  notAsked: Awaited<ReturnType<typeof whyNotAsked>>
  quietUntil: number | undefined
  now: number
  failure: string | undefined
  done: string | undefined
  nonce: string | undefined
}

/** A story as its person gets it, where it stands, and what can be done next. */
export const StoryPage = (props: StoryPageProps) => {
  const { lang, operator, story, card, shop, failure, done, nonce } = props
  const t = storyAdminTexts[lang]
  const state = storyState(story)
  const path = `${PATH}/${story.id}`
  const { html, css } = renderMessages([card], { preview: true, sender: { name: shop } })
  const says: Readonly<Record<string, string>> = { saved: t.saved, asked: t.ask.sent }
  const said = done !== undefined && Object.hasOwn(says, done) ? says[done] : undefined
  const notice = failure === undefined ? said && ({ tone: 'success', text: said } as const) : undefined
  return (
    <Page
      lang={lang}
      title={story.title}
      operator={operator}
      current="broadcasts"
      path={path}
      back={{ href: PATH, label: t.back }}
      notice={failure === undefined ? notice || undefined : { tone: 'error', text: failure }}
      // Our own rules, made of checked values only; contains no less-than sign.
      head={<style nonce={nonce}>{raw(`${BASE_CSS}\n${css}`)}</style>}
      wide
    >
      <div class="split">
        <div>
          <p>
            <StoryBadge lang={lang} state={state} />{' '}
            <a href={`/admin/members/${story.member_id}`}>
              <bdi>{story.name ?? ''}</bdi>
            </a>
          </p>
          <p>{factOf(lang, story)}</p>
          <Question {...props} />
          {state === 'agreed' && (
            <p>
              <Button href={`/admin/broadcasts/new?${new URLSearchParams({ kind: 'story', story: story.id })}`}>
                {t.use}
              </Button>
            </p>
          )}
          <Actions still>
            <Button kind="secondary" href={`${path}/edit`}>
              {t.edit}
            </Button>
            <form method="post" action={`${path}/removals`} data-confirm={t.confirm}>
              <Button kind="danger">{t.remove}</Button>
            </form>
          </Actions>
        </div>
        <aside>
          <Card title={t.preview}>
            <PhoneFrame label={t.preview} from={shop}>
              {raw(html)}
            </PhoneFrame>
          </Card>
        </aside>
      </div>
    </Page>
  )
}

/** The button that asks, with its cost above it; or why there is none. */
const Question = ({ lang, story, notAsked, quietUntil, now }: StoryPageProps) => {
  const { ask: t } = storyAdminTexts[lang]
  const state = storyState(story)
  const again = (story.asked_at ?? 0) + ASKED_AGAIN_MS
  if (state !== 'draft' && state !== 'changed' && state !== 'asked') return null
  if (notAsked) return <Notice tone="warn">{t[notAsked]}</Notice>
  if (state === 'asked' && now < again) return <p class="muted">{t.waiting(formatFullDay(again, lang))}</p>
  if (quietUntil !== undefined) return <Notice tone="info">{t.quiet(formatDateTime(quietUntil, lang))}</Notice>
  return (
    <form method="post" action={`${PATH}/${story.id}/requests`}>
      <input type="hidden" name="sha" value={story.content_sha} />
      <p>{t.cost}</p>
      <Button>{state === 'asked' ? t.again : t.button}</Button>
    </form>
  )
}

function factOf(lang: Language, story: StoryRow) {
  const { facts } = storyAdminTexts[lang]
  const day = (at: number | null) => formatFullDay(at ?? 0, lang)
  const state = storyState(story)
  if (state === 'draft' || state === 'changed') return facts[state]
  const at = { asked: story.asked_at, agreed: story.agreed_at, declined: story.declined_at, revoked: story.revoked_at }
  return facts[state](day(at[state]))
}
