import { payOf } from '../../labour/pay.ts'
import { formatDateTime } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { publicAdTexts } from '../../texts/public-ad.ts'
import { shiftCardTexts } from '../../texts/shift-card.ts'
import { PlainPage } from '../../web/ui.tsx'
import { Actions, Button } from '../../web/ui-forms.tsx'
import { Badge, Card, Empty, Notice } from '../../web/ui-parts.tsx'
import { friendUrl, publicAdUrl, shareUrl } from '../links.ts'
import type { Opening } from '../openings.ts'
import { Rows } from '../page/member-shell.tsx'
import { mainRows, termRows, wageWords } from './ad-words.ts'
import { asOfWords, modeWords, payLines, payNote, shiftTitle } from './shift-words.ts'

type Config = { baseUrl: string; lineBasicId?: string | undefined }
type Seen = { lang: Language; shop: string }

/** Everything that anybody may apply for. */
export const PublicListPage = ({
  lang,
  shop,
  openings,
  config,
}: Seen & { openings: readonly Opening[]; config: Config }) => {
  const t = publicAdTexts[lang]
  return (
    <PlainPage lang={lang} title={t.title(shop)} screen="member" from={shop} path="/openings">
      {openings.length === 0 ? (
        <Empty title={t.emptyTitle} action={<AddFriend lang={lang} config={config} />}>
          {t.empty}
        </Empty>
      ) : (
        <>
          <p>{t.lead}</p>
          {openings.map((opening) => (
            <Card title={shiftTitle(lang, opening)} aside={<Urgent lang={lang} opening={opening} />}>
              <p>
                {opening.storeName}
                <br />
                {shiftCardTexts[lang].labels.wage} {wageWords(lang, opening)}
                <br />
                {t.until(formatDateTime(opening.closesAt, lang))}
              </p>
              <Button kind="secondary" href={`/openings/${opening.id}`}>
                {t.more}
              </Button>
            </Card>
          ))}
        </>
      )}
    </PlainPage>
  )
}

/** The whole ad: all that the law wants in it stands on the page itself (職業安定法 5条の3, 施行規則 4条の2). */
export const PublicAdPage = ({ lang, shop, opening, config }: Seen & { opening: Opening; config: Config }) => {
  const t = publicAdTexts[lang]
  const title = shiftTitle(lang, opening)
  const words = t.shareWords(title, opening.storeName, publicAdUrl(config, opening.id))
  const { contact, message } = opening.terms
  return (
    <PlainPage lang={lang} title={title} screen="member" from={shop} path={`/openings/${opening.id}`}>
      <p>
        <Urgent lang={lang} opening={opening} /> {opening.storeName}
      </p>
      {message && <p class="lines">{message}</p>}
      <Card>
        <Rows rows={mainRows(lang, opening)} />
      </Card>
      <Pay lang={lang} opening={opening} />
      <Card>
        <Rows rows={termRows(lang, opening)} />
      </Card>
      <p class="muted">
        {modeWords(lang, opening.mode)}
        <br />
        {asOfWords(lang, opening.updatedAt)}
      </p>
      <Card title={t.howTitle}>
        <p>{friendUrl({ lineBasicId: config.lineBasicId }) ? t.how(contact) : t.howByContact(contact)}</p>
        <p>{t.howAlumni}</p>
        <AddFriend lang={lang} config={config} />
      </Card>
      <Card title={t.shareTitle}>
        <p class="muted">{t.shareNote}</p>
        <Button kind="secondary" href={shareUrl(words)}>
          {t.share}
        </Button>
      </Card>
      <p>
        <a href="/openings">{t.all}</a>
      </p>
    </PlainPage>
  )
}

/** 募集終了: what it was, and nothing that one could still answer to. */
export const OverPage = ({ lang, shop, opening }: Seen & { opening: Opening }) => {
  const t = publicAdTexts[lang]
  return (
    <PlainPage
      lang={lang}
      title={shiftTitle(lang, opening)}
      screen="member"
      from={shop}
      path={`/openings/${opening.id}`}
    >
      <Notice tone="info" title={t.overTitle}>
        {t.over}
      </Notice>
      <p>
        <a href="/openings">{t.all}</a>
      </p>
    </PlainPage>
  )
}

/** For every link that leads nowhere, and for what is nobody else's business. */
export const UnknownPage = ({ lang, shop }: Seen) => {
  const t = publicAdTexts[lang]
  return (
    <PlainPage lang={lang} title={t.unknownTitle} screen="member" from={shop}>
      <p>{t.unknown}</p>
      <p>
        <a href="/openings">{t.all}</a>
      </p>
    </PlainPage>
  )
}

const Pay = ({ lang, opening }: { lang: Language; opening: Opening }) => (
  <Card title={publicAdTexts[lang].pay}>
    <Rows rows={payLines(lang, { ...payOf(opening), wageYen: opening.wageYen })} />
    <p class="muted">{payNote(lang)}</p>
  </Card>
)

const Urgent = ({ lang, opening }: { lang: Language; opening: Opening }) =>
  opening.urgent ? <Badge tone="wait">{shiftCardTexts[lang].urgent}</Badge> : null

const AddFriend = ({ lang, config }: { lang: Language; config: Config }) => {
  const url = friendUrl({ lineBasicId: config.lineBasicId })
  return url === undefined ? null : (
    <Actions still>
      <Button href={url}>{publicAdTexts[lang].add}</Button>
    </Actions>
  )
}
