import { raw } from 'hono/html'
import { formatDate, formatDateTime, formatFullDay } from '../texts/format.ts'
import { cardTexts } from '../texts/invitation-cards.ts'
import { invitationTexts } from '../texts/invitations.ts'
import type { Language } from '../texts/language.ts'
import { ICON_PATH } from '../web/assets.ts'
import type { Operator } from '../web/env.ts'
import { qrSvg } from '../web/qr.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Empty, Notice } from '../web/ui-parts.tsx'
import type { Printed } from './invited.ts'

/** Two columns of four: each 95 by 69.5 mm. */
const CARDS_A_SHEET = 8
const DAY_MS = 86_400_000

/** Longer names are set smaller, in characters. */
const NAME_LONG = 12

const GREETING_SHORT = 60
const THANKS_SHORT = 110

/** One to print, and what its QR leads to. */
export type PrintedCard = Printed & { url: string }

type PrintProps = {
  lang: Language
  operator: Operator
  path: string
  back: { href: string; label: string }
  cards: readonly PrintedCard[]
  shop: string
  now: number
}

export const sheetsFor = (people: number) => Math.ceil(people / CARDS_A_SHEET)

/** The A4 sheets: one card a person, to be cut apart. */
export const SheetPage = ({ greeting, chat, ...page }: PrintProps & { greeting: string; chat: boolean }) => {
  const t = invitationTexts[page.lang].print
  const sheets = Array.from({ length: sheetsFor(page.cards.length) }, (_, i) =>
    page.cards.slice(i * CARDS_A_SHEET, (i + 1) * CARDS_A_SHEET),
  )
  return (
    <PrintPage {...page} title={t.sheetTitle} how={t.how} pages={sheets.length}>
      {sheets.map((cards) => (
        <section class="paper sheet" lang="ja">
          <div class="sheet-grid">
            {cards.map((card) => (
              <InvitationCard card={card} shop={page.shop} greeting={greeting} chat={chat} now={page.now} />
            ))}
          </div>
        </section>
      ))}
    </PrintPage>
  )
}

/** 卒業カード: one A4 page a person, for the last day. */
export const GraduationPage = ({ thanks, chat, ...page }: PrintProps & { thanks: string; chat: boolean }) => {
  const t = invitationTexts[page.lang].print
  return (
    <PrintPage {...page} title={t.cardTitle} how={t.howCard} pages={page.cards.length}>
      {page.cards.map((card) => (
        <GraduationCard card={card} shop={page.shop} thanks={thanks} chat={chat} now={page.now} />
      ))}
    </PrintPage>
  )
}

type FrameProps = PrintProps & { title: string; how: string; pages: number; children: unknown }

const PrintPage = ({ lang, operator, path, back, cards, title, how, pages, children }: FrameProps) => {
  const t = invitationTexts[lang]
  return (
    <Page lang={lang} title={title} operator={operator} current="roster" path={path} back={back} wide>
      {cards.length === 0 ? (
        <Empty title={t.batch.noneOpen} />
      ) : (
        <>
          <p>
            {t.print.pages(cards.length, pages)} {how}
          </p>
          <Notice tone="info">{t.print.careful}</Notice>
          <Actions still>
            <button type="button" class="primary" data-print hidden>
              {t.print.now}
            </button>
            {operator.role === 'owner' && (
              <Button kind="quiet" href="/admin/invitations/settings">
                {t.print.edit}
              </Button>
            )}
          </Actions>
          <div class="papers">{children}</div>
        </>
      )}
    </Page>
  )
}

type CardProps = { card: PrintedCard; shop: string; chat: boolean; now: number }

const InvitationCard = ({ card, shop, greeting, chat, now }: CardProps & { greeting: string }) => (
  <article class="invite">
    <p class={isLong(card.name) ? 'invite-to long' : 'invite-to'}>
      <bdi>{card.name}</bdi>
      {cardTexts.to}
    </p>
    <p class={[...greeting].length > GREETING_SHORT ? 'greeting long' : 'greeting'}>{greeting}</p>
    <div class="invite-body">
      <div class="invite-words">
        <strong class={isLong(shop) ? 'long' : ''}>{shop}</strong>
        <p>{cardTexts.what}</p>
        <p>{chat ? cardTexts.how : cardTexts.howPage}</p>
        <p class="fine">
          {cardTexts.free[0]}
          <br />
          {cardTexts.free[1]}
        </p>
        <p class="fine" lang="en">
          {cardTexts.english}
        </p>
      </div>
      <div class="invite-key">
        <Qr card={card} />
        {cardTexts.code}
        <p class="code">{card.code}</p>
        {cardTexts.until(lastDay(card.expiresAt, now))}
      </div>
    </div>
  </article>
)

const GraduationCard = ({ card, shop, thanks, chat, now }: CardProps & { thanks: string }) => {
  const t = cardTexts.graduation
  const until = formatDate(card.leftOn, 'ja')
  return (
    <section class={isMuch(thanks) ? 'paper diploma long' : 'paper diploma'} lang="ja">
      <img class="noren" src={ICON_PATH} alt="" />
      <h2>{t.title}</h2>
      <p class="quiet-line" lang="en">
        {t.english}
      </p>
      <p class={isLong(card.name) ? 'name long' : 'name'}>
        <bdi>{card.name}</bdi>
      </p>
      <p class="when">
        {[card.storeName, card.roleName].filter(Boolean).join(' ')}
        <br />
        {card.joinedOn === null ? t.lastDay(until) : t.period(formatDate(card.joinedOn, 'ja'), until)}
      </p>
      <p class="thanks">{thanks}</p>
      <p class={isLong(shop) ? 'shop long' : 'shop'}>
        {shop}
        <span class="seal">{t.seal}</span>
      </p>
      <div class="again">
        <Qr card={card} />
        <div>
          <strong>{t.comeBack}</strong>
          <p>
            {t.join} {chat ? cardTexts.how : cardTexts.howPage}
          </p>
          <p class="code">{card.code}</p>
          <small>
            {cardTexts.until(lastDay(card.expiresAt, now))}
            <br />
            {cardTexts.onlyYou}
            {cardTexts.free.join('')}
          </small>
        </div>
      </div>
    </section>
  )
}

const Qr = ({ card }: { card: PrintedCard }) => (
  <div class="qr" role="img" aria-label={cardTexts.qr(card.name)}>
    {raw(qrSvg(card.url))}
  </div>
)

const isMuch = (thanks: string) => [...thanks].length > THANKS_SHORT || thanks.split('\n').length > 3
const isLong = (name: string) => [...name].length > NAME_LONG

/** The last day on which the code works until midnight; near its end, the hour. */
const lastDay = (expiresAt: number, now: number) =>
  expiresAt - now > 2 * DAY_MS ? formatFullDay(expiresAt - DAY_MS, 'ja') : formatDateTime(expiresAt, 'ja')
