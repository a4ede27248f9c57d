import type { Store } from '../db/store.ts'
import { whenWords } from '../events/card.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import { kindTexts } from '../texts/kinds.ts'
import { Page } from '../web/ui.tsx'
import { Button } from '../web/ui-forms.tsx'
import { Empty } from '../web/ui-parts.tsx'
import type { Admin } from './asked.tsx'
import type { Moment } from './content.ts'
import { PATH } from './pages.tsx'

/** Events among which a message chooses; older ones have their own page. */
const CHOICES_MAX = 20

/** Which event it is about, where no page of an event led here. */
export async function chooseEvent(c: Admin, moment: Moment) {
  const { deps, language: lang, operator } = c.var
  const t = composeEventTexts[lang]
  const events = await eventsFor(deps.store, { moment, storeId: operator.storeId, now: deps.now() })
  const asked = (event: Record<string, string>) =>
    `${PATH}/new?${new URLSearchParams({ ...c.req.query(), kind: 'event', moment, ...event })}`
  return c.html(
    <Page
      lang={lang}
      title={kindTexts[lang].compose.event}
      operator={operator}
      current="broadcasts"
      path={asked({})}
      back={{ href: `${PATH}/new`, label: broadcastTexts[lang].back }}
    >
      {events.length === 0 ? (
        <Empty title={t.none}>
          <Button href="/admin/events/new">{t.make}</Button>
        </Empty>
      ) : (
        <>
          <h2>{t.choose}</h2>
          <p class="muted">{t.chooseHint[moment]}</p>
          <ul class="kinds">
            {events.map((event) => (
              <li>
                <a href={asked({ event: event.id })}>{event.title}</a>
                <p>{whenWords(event, lang)}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>,
  )
}

type Asked = { moment: Moment; storeId: string | null; now: number }

const eventsFor = ({ db }: Store, { moment, storeId, now }: Asked) =>
  db
    .selectFrom('events')
    .select(['id', 'title', 'starts_at as startsAt', 'ends_at as endsAt'])
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId))
    .$if(moment === 'invite', (query) => query.where('state', '=', 'open').where('closes_at', '>', now))
    .$if(moment === 'thanks', (query) =>
      query.where('state', 'in', ['open', 'closed', 'done']).where('starts_at', '<=', now),
    )
    .orderBy('starts_at', moment === 'invite' ? 'asc' : 'desc')
    .orderBy('id')
    .limit(CHOICES_MAX)
    .execute()
