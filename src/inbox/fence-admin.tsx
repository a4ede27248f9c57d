import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { trustClock } from '../db/clock.ts'
import { countOpenBroadcasts, unfence } from '../db/fence.ts'
import { Refusal } from '../refusal.ts'
import { errorTexts } from '../texts/errors.ts'
import { fenceTexts } from '../texts/fence.ts'
import { formatFullDay, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { FENCE_PATH, standstillOf } from '../web/standstill.tsx'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, Check } from '../web/ui-forms.tsx'
import { Card, Definition, Empty, Notice } from '../web/ui-parts.tsx'

const MINUTE_MS = 60_000

/** Mounted at /admin/fence, for owners: why nothing is sent, and the one button that changes it. */
export const fenceAdmin = new Hono<WebEnv>()
  .use(allow('owner'))

  .get('/', async (c) => show(c))

  .post('/resumptions', async (c) => {
    const { deps, language, operator } = c.var
    const missing = fenceTexts[language].fenced.stoppedMissing
    const form = await readForm(c, z.object({ stopped: z.literal('yes', missing) }))
    if (!form.ok) return show(c, missing)
    const refused = await unfence(deps, { decidedBy: operator.id }).then(() => undefined, refusalOf)
    if (refused) {
      deps.log.error('sending was not resumed', { reason: String(refused.facts.said) })
      return show(c, errorTexts[language][refused.code])
    }
    for (const work of ['broadcasts', 'outbox'] as const) deps.wake(work)
    return c.redirect(`${FENCE_PATH}?done=resumed`, 303)
  })

  .post('/clock-confirmations', async (c) => {
    const { deps } = c.var
    await trustClock(deps.store, deps)
    for (const work of ['broadcasts', 'outbox'] as const) deps.wake(work)
    return c.redirect(`${FENCE_PATH}?done=resumed`, 303)
  })

function refusalOf(error: unknown) {
  if (error instanceof Refusal) return error
  throw error
}

async function show(c: Context<WebEnv>, error?: string) {
  const { deps, language: lang, operator } = c.var
  const t = fenceTexts[lang]
  const { why, offBy = 0 } = await standstillOf(deps)
  const done = c.req.query('done') === 'resumed'
  const notice: Flash | undefined = done
    ? { tone: why ? 'info' : 'success', text: why ? t.settling : t.resumed }
    : undefined
  return c.html(
    <Page lang={lang} title={t.title} operator={operator} path={FENCE_PATH} notice={notice}>
      {why === undefined && (
        <Empty title={t.working} action={<Button href="/admin">{t.home}</Button>}>
          {t.workingBody}
        </Empty>
      )}
      {why === 'fenced' && <Fenced lang={lang} open={await countOpenBroadcasts(deps.store)} error={error} />}
      {why === 'record' && <RecordFails lang={lang} />}
      {why === 'clock' && <ClockOff lang={lang} offBy={offBy} now={deps.now()} />}
    </Page>,
    error === undefined ? 200 : 422,
  )
}

const Fenced = ({ lang, open, error }: { lang: Language; open: number; error: string | undefined }) => {
  const t = fenceTexts[lang]
  const { fenced } = t
  return (
    <>
      {error && <Notice tone="error">{error}</Notice>}
      <Happened lang={lang}>{fenced.happened}</Happened>
      <Card title={t.whatToDo}>
        <Definition
          items={[
            { term: fenced.other, detail: fenced.otherBody },
            { term: fenced.here, detail: fenced.hereBody },
          ]}
        />
        <p>{fenced.after(open)}</p>
        <form method="post" action={`${FENCE_PATH}/resumptions`}>
          <Check name="stopped" label={fenced.stopped} />
          <Actions still>
            <Button>{fenced.submit}</Button>
          </Actions>
        </form>
      </Card>
    </>
  )
}

const RecordFails = ({ lang }: { lang: Language }) => {
  const t = fenceTexts[lang]
  return (
    <>
      <Happened lang={lang}>{t.record.happened}</Happened>
      <Card title={t.whatToDo}>
        <p>{t.record.wait}</p>
      </Card>
    </>
  )
}

const ClockOff = ({ lang, offBy, now }: { lang: Language; offBy: number; now: number }) => {
  const t = fenceTexts[lang]
  return (
    <>
      <Happened lang={lang}>{t.clock.happened(Math.max(1, Math.round(Math.abs(offBy) / MINUTE_MS)))}</Happened>
      <Card title={t.whatToDo}>
        <p>{t.clock.wait}</p>
        <Definition items={[{ term: t.clock.serverTime, detail: `${formatFullDay(now, lang)} ${formatTime(now)}` }]} />
        <p>{t.clock.sure}</p>
        <form method="post" action={`${FENCE_PATH}/clock-confirmations`}>
          <Actions still>
            <Button kind="secondary">{t.clock.submit}</Button>
          </Actions>
        </form>
      </Card>
    </>
  )
}

const Happened = ({ lang, children }: { lang: Language; children: string }) => {
  const t = fenceTexts[lang]
  return (
    <>
      <Card title={t.whatHappened}>
        <p>{children}</p>
      </Card>
      <Card title={t.safe}>
        <ul>
          {t.safeItems.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
      </Card>
    </>
  )
}
