import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../../interactions/access-log.ts'
import { Refusal } from '../../refusal.ts'
import { formatDateTime } from '../../texts/format.ts'
import { labourNoticeTexts, noticeAdminTexts } from '../../texts/labour-notice.ts'
import type { Language } from '../../texts/language.ts'
import type { Operator, WebEnv } from '../../web/env.ts'
import { readForm } from '../../web/form.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button } from '../../web/ui-forms.tsx'
import { Card, Notice } from '../../web/ui-parts.tsx'
import { type Agreement, findAgreement, noteDelivery } from './agreement.ts'
import { NoticePaper, NoticeStyle } from './notice-page.tsx'
import { noticeLacks } from './notice-words.ts'

const PATH = '/admin/shifts'
const WORKPLACES_PATH = '/admin/employers'

type C = Context<WebEnv, '/assignments/:id'>

const Delivery = z.object({
  how: z.enum(['printed', 'handed']),
  version: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
})

/** The notice of working conditions as the shop prints it and hands it over. Part of /admin/shifts. */
export const noticeAdmin = new Hono<WebEnv>()
  .get('/assignments/:id/notice', async (c) => {
    const { deps, language: lang, operator } = c.var
    const agreement = await ofOwnStore(c)
    const { id: operatorId } = operator
    const { memberId } = agreement
    await noteAccess(deps.store, {
      ...{ operatorId, memberId },
      action: 'member_viewed',
      detail: { page: 'notice' },
      now: deps.now(),
    })
    const [, text] = Object.entries(noticeAdminTexts[lang].done).find(([key]) => key === c.req.query('done')) ?? []
    const notice = text === undefined ? undefined : ({ tone: 'success', text } as const)
    return c.html(<NoticeAdminPage {...{ lang, operator, agreement, notice }} path={c.req.path} />)
  })

  .post('/assignments/:id/notice-deliveries', async (c) => {
    const { deps, operator } = c.var
    const { id: assignmentId } = await ofOwnStore(c)
    const form = await readForm(c, Delivery)
    if (!form.ok) throw new Refusal('form_invalid')
    const { how, version } = form.data
    await noteDelivery(deps.store, how, { assignmentId, version, operatorId: operator.id, now: deps.now() })
    return c.redirect(`${PATH}/assignments/${assignmentId}/notice?done=${how}`, 303)
  })

async function ofOwnStore(c: C): Promise<Agreement> {
  const { deps, operator } = c.var
  const found = await findAgreement(deps.store, { assignmentId: c.req.param('id'), storeId: operator.storeId })
  if (!found) throw new Refusal('not_found')
  return found
}

type Props = { lang: Language; operator: Operator; agreement: Agreement; notice: Flash | undefined; path: string }

const NoticeAdminPage = ({ lang, operator, agreement, notice, path }: Props) => {
  const t = noticeAdminTexts[lang]
  const back = { href: `${PATH}/${agreement.openingId}`, label: t.back }
  const isOver = agreement.state === 'cancelled_by_member' || agreement.state === 'cancelled_by_shop'
  return (
    <Page {...{ lang, operator, path, back, notice }} title={t.title} current="shifts" head={<NoticeStyle />}>
      {isOver ? <Notice tone="warn">{t.ended}</Notice> : <Handing lang={lang} agreement={agreement} />}
      <NoticePaper agreement={agreement} language={agreement.language} />
    </Page>
  )
}

const Handing = ({ lang, agreement }: Pick<Props, 'lang' | 'agreement'>) => {
  const t = noticeAdminTexts[lang]
  const { noticeBy, version } = agreement
  const lacks = noticeLacks(agreement).map((item) => labourNoticeTexts.ja.items[item])
  return (
    <Card>
      <p>
        <strong>{t[noticeBy ?? 'unsaid']}</strong>
      </p>
      <Deliveries lang={lang} agreement={agreement} />
      {lacks.length > 0 && (
        <Notice tone="warn">
          {t.lacks(lacks.join(lang === 'ja' ? '、' : ', '))} <a href={WORKPLACES_PATH}>{t.workplace}</a>
        </Notice>
      )}
      <p>
        {t.how} {t.check}
      </p>
      <form method="post" action={`${PATH}/assignments/${agreement.id}/notice-deliveries`}>
        <input type="hidden" name="version" value={String(version)} />
        <Actions still>
          <button type="button" class="primary" data-print hidden>
            {t.print}
          </button>
          <Button kind="secondary" name="how" value="handed">
            {t.handed}
          </Button>
          <Button kind="quiet" name="how" value="printed">
            {t.printed}
          </Button>
        </Actions>
      </form>
    </Card>
  )
}

/** How and when it reached them, in the version that holds. */
const Deliveries = ({ lang, agreement: { openedAt, printedAt, handedAt } }: Pick<Props, 'lang' | 'agreement'>) => {
  const { state } = noticeAdminTexts[lang]
  const known = [
    { at: openedAt, words: state.opened },
    { at: printedAt, words: state.printed },
    { at: handedAt, words: state.handed },
  ].flatMap(({ at, words }) => (at === null ? [] : [words(formatDateTime(at, lang))]))
  return (
    <ul>
      {(known.length === 0 ? [state.none] : known).map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  )
}
