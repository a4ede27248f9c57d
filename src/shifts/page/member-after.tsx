import { OUTSIDE } from '../../line/calendar.ts'
import { formatDate, formatDateTime } from '../../texts/format.ts'
import { labourNoticeTexts } from '../../texts/labour-notice.ts'
import { htmlLang } from '../../texts/language.ts'
import { shiftPageTexts } from '../../texts/shift-page.ts'
import { welcomeTexts } from '../../texts/welcome.ts'
import { Actions, Button } from '../../web/ui-forms.tsx'
import { Card, Definition } from '../../web/ui-parts.tsx'
import { shiftTitle } from '../ad/shift-words.ts'
import { publicAdUrl, shareUrl } from '../links.ts'
import { ownOpening } from '../talk/standing-words.ts'
import type { WelcomeItem } from '../welcome/welcome.ts'
import { shiftGoogleUrl } from './calendar.ts'
import { Way } from './member-forms.tsx'
import { type Visited, VisitShell } from './member-shell.tsx'
import { NoticePaper, NoticeStyle } from './notice-page.tsx'

type Seen = { visit: Visited }

/** 労働条件通知書: on the screen only for who wants it so (労働基準法施行規則 5条4項), else on paper. */
export const NoticeCard = ({ visit: { agreement, language, path } }: Seen) => {
  const t = shiftPageTexts[language]
  if (!agreement) return null
  const { noticeBy, openedAt } = agreement
  return (
    <Card title={t.noticeTitle} id="notice">
      {noticeBy === null && (
        <>
          <p>{t.noticeAsk}</p>
          <form method="post" action={`${path}/notice-choices`}>
            <Actions still>
              <Button name="by" value="electronic">
                {t.noticeElectronic}
              </Button>
              <Button kind="secondary" name="by" value="paper">
                {t.noticePaper}
              </Button>
            </Actions>
          </form>
        </>
      )}
      {noticeBy === 'electronic' && (
        <>
          <Actions still>
            <Way path={`${path}/notice-openings`}>
              <Button>{t.noticeOpen}</Button>
            </Way>
          </Actions>
          <p class="muted">
            {openedAt === null ? t.noticeGate : t.noticeOpened(formatDateTime(openedAt, htmlLang(language)))}
          </p>
          <Choose path={path} by="paper" label={t.noticeToPaper} />
        </>
      )}
      {noticeBy === 'paper' && (
        <>
          <p>{t.noticeByPaper}</p>
          <Choose path={path} by="electronic" label={t.noticeToElectronic} />
        </>
      )}
    </Card>
  )
}

const Choose = ({ path, by, label }: { path: string; by: string; label: string }) => (
  <form method="post" action={`${path}/notice-choices`}>
    <Button kind="quiet" name="by" value={by}>
      {label}
    </Button>
  </form>
)

/** The notice as a sheet of A4; before it was opened, and for who wants paper, what there is instead. */
export const NoticeOf = ({ visit }: Seen) => {
  const { agreement, language, path } = visit
  const t = shiftPageTexts[language]
  const isShown = agreement?.noticeBy === 'electronic' && agreement.openedAt !== null
  return (
    <VisitShell visit={visit} title={labourNoticeTexts[language].title} head={<NoticeStyle />}>
      {agreement && isShown ? (
        <>
          <p>{t.noticeKeep}</p>
          <Actions still>
            <button type="button" class="primary" data-print hidden>
              {t.noticePrint}
            </button>
          </Actions>
          <NoticePaper agreement={agreement} language={language} />
        </>
      ) : (
        <NoticeCard visit={visit} />
      )}
      <p>
        <a href={path}>{t.back}</a>
      </p>
    </VisitShell>
  )
}

/** おかえりパック: what changed since they left stands first. */
export const WelcomeCard = ({ visit: { pack, language, opening } }: Seen) => {
  const t = welcomeTexts[language]
  if (!pack || pack.changed.length + pack.known.length === 0) return null
  return (
    <Card title={t.title} id="welcome">
      <p>{t.lead(opening.storeName)}</p>
      <Items title={t.changed} items={pack.changed} visit={{ language }} />
      <Items title={pack.changed.length === 0 ? '' : t.known} items={pack.known} visit={{ language }} />
    </Card>
  )
}

const Items = ({
  title,
  items,
  visit: { language },
}: {
  title: string
  items: readonly WelcomeItem[]
  visit: Pick<Visited, 'language'>
}) => {
  const t = welcomeTexts[language]
  if (items.length === 0) return null
  return (
    <>
      {title && <h3>{title}</h3>}
      <Definition
        items={items.map(({ topic, words, changedOn }) => ({
          term: t.topics[topic],
          detail: (
            <>
              <span class="lines">{words}</span> <small>{t.since(formatDate(changedOn, htmlLang(language)))}</small>
            </>
          ),
        }))}
      />
    </>
  )
}

export const CalendarCard = ({ visit, isGone = false }: Seen & { isGone?: boolean }) => {
  const { agreement, language, path } = visit
  const t = shiftPageTexts[language]
  if (!agreement) return null
  const file = `${path}/calendar.ics?${new URLSearchParams(OUTSIDE)}`
  if (isGone)
    return (
      <Card>
        <p>{t.calendarGoneNote}</p>
        <Button kind="secondary" href={file}>
          {t.calendarGone}
        </Button>
      </Card>
    )
  const title = shiftTitle(language, ownOpening(visit))
  return (
    <Card title={t.calendarTitle}>
      <div class="chips">
        <Button kind="secondary" href={file}>
          {t.calendarFile}
        </Button>
        <Button kind="secondary" href={shiftGoogleUrl({ agreement, title, hint: t.calendarHint })}>
          {t.calendarGoogle}
        </Button>
      </div>
      <p class="muted">{t.calendarNote}</p>
    </Card>
  )
}

/** The shop's own public page, passed on; nobody gets anything for it (職業安定法 36条・40条). */
export const ShareCard = ({ visit: { opening, language, baseUrl } }: Seen) => {
  const t = shiftPageTexts[language]
  const words = t.shareWords(shiftTitle(language, opening), opening.storeName, publicAdUrl({ baseUrl }, opening.id))
  return (
    <Card title={t.shareTitle}>
      <p class="muted">{t.shareNote}</p>
      <Button kind="secondary" href={shareUrl(words)}>
        {t.share}
      </Button>
    </Card>
  )
}
