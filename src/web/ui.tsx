import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import type { MemberLanguage, OperatorRole } from '../db/schema.ts'
import { htmlLang, type Language } from '../texts/language.ts'
import { liveTexts, type NavKey, webTexts } from '../texts/web.ts'
import { ADMIN_CSS_PATH, ADMIN_JS_PATH, CSS_PATH, ICON_PATH, JS_PATH, TILL_CSS_PATH } from './assets.ts'
import type { Standstill } from './env.ts'
import { StandstillNotice } from './standstill.tsx'
import { Icon } from './ui-icons.tsx'
import { Notice, type NoticeTone } from './ui-parts.tsx'

/** Without it browsers lay pages out by the rules of long ago. */
const DOCTYPE = raw('<!DOCTYPE html>')

export type Flash = { tone: NoticeTone; text: string }

/** Where each room of the admin side is, in the order of the menu, and who may enter. */
export const NAV: readonly { key: NavKey; href: string; roles: readonly OperatorRole[] }[] = [
  { key: 'home', href: '/admin', roles: ['owner', 'manager', 'staff'] },
  { key: 'members', href: '/admin/members', roles: ['owner', 'manager'] },
  { key: 'broadcasts', href: '/admin/broadcasts', roles: ['owner', 'manager'] },
  { key: 'inbox', href: '/admin/inbox', roles: ['owner'] },
  { key: 'shifts', href: '/admin/shifts', roles: ['owner', 'manager'] },
  { key: 'events', href: '/admin/events', roles: ['owner', 'manager'] },
  { key: 'roster', href: '/admin/roster', roles: ['owner', 'manager'] },
  { key: 'segments', href: '/admin/segments', roles: ['owner', 'manager'] },
  { key: 'coupons', href: '/admin/coupons', roles: ['owner', 'manager'] },
  { key: 'stores', href: '/admin/stores', roles: ['owner', 'manager'] },
  { key: 'operators', href: '/admin/operators', roles: ['owner'] },
  { key: 'access', href: '/admin/access-log', roles: ['owner'] },
  { key: 'devices', href: '/admin/sessions', roles: ['owner', 'manager', 'staff'] },
]
/** On a phone so many fit beside each other at the thumb; the others open from "more". */
const NAV_AT_THUMB = 4
export const SIGN_OUT_PATH = '/admin/sign-outs'
export const LANGUAGE_PATH = '/language'

export type PageProps = PropsWithChildren<{
  lang: Language
  title: string
  /** Who is signed in; without one the page has no menu. */
  operator?: { name: string; role: OperatorRole; standstill?: Standstill } | undefined
  /** The room of the menu that this page belongs to. */
  current?: NavKey
  /** Comes back here after a change of language: `c.req.path`. */
  path?: string
  back?: { href: string; label: string }
  notice?: Flash | undefined
  /** How many things wait for a decision, shown at 要対応. */
  waiting?: number
  /** More than one column on a PC. */
  wide?: boolean
  /** Goes into <head>: the stylesheet of a LINE preview, with its nonce. */
  head?: Child
}>

/** A page of the admin side: menu at the thumb on a phone, at the left on a PC. */
export const Page = ({
  lang,
  title,
  operator,
  current,
  path,
  back,
  notice,
  waiting = 0,
  wide,
  head,
  children,
}: PageProps) => {
  const t = webTexts[lang]
  return (
    <Shell
      lang={lang}
      title={`${title} · ${t.product}`}
      bodyClass={operator ? 'admin' : 'admin alone'}
      head={<AdminHead>{head}</AdminHead>}
    >
      <a class="skip" href="#main">
        {t.skip}
      </a>
      <header class="top">
        <a class="mark" href="/admin">
          <img src={ICON_PATH} alt="" width="28" height="28" />
          {t.product}
        </a>
        <LanguageSwitch lang={lang} path={path ?? '/admin'} />
      </header>
      {operator && <Menu lang={lang} operator={operator} current={current} waiting={waiting} />}
      <main id="main" class={wide ? 'wide' : ''} tabindex={-1}>
        {back && (
          <a class="back" href={back.href}>
            <span aria-hidden="true">‹</span> {back.label}
          </a>
        )}
        <h1>{title}</h1>
        {operator && <StandstillNotice lang={lang} operator={operator} path={path} />}
        {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
        {children}
      </main>
    </Shell>
  )
}

const AdminHead = ({ children }: PropsWithChildren) => (
  <>
    <link rel="stylesheet" href={ADMIN_CSS_PATH} />
    {/* Before the script of every page, which calls it. */}
    <script src={ADMIN_JS_PATH} defer />
    {children}
  </>
)

/** One of the till's results, or the guest's shop. Till results fill the screen with their colour. */
export type Screen = 'member' | 'login' | 'till' | 'till-done' | 'till-wait' | 'till-stop'

export type PlainPageProps = PropsWithChildren<{
  /** A member's page: theirs, not the browser's. */
  lang: Language | MemberLanguage
  title: string
  screen: Screen
  /** Who speaks: the shop's name, or store and till. */
  from?: string
  notice?: Flash | undefined
  /** Shows the switch of language, and comes back to this path. */
  path?: string
  /** The title is in the browser's tab only: the page has a larger thing to say. */
  titleHidden?: boolean
  /** The screen stays on, as far as the device lets us. */
  keepAwake?: boolean
  head?: Child
}>

/** A page without a menu: a member's, the till's, the login. */
export const PlainPage = ({
  lang,
  title,
  screen,
  from,
  notice,
  path,
  titleHidden,
  keepAwake,
  head,
  children,
}: PlainPageProps) => (
  <Shell
    lang={lang}
    title={from ? `${title} · ${from}` : title}
    bodyClass={`screen ${screenClass(screen)}`}
    keepAwake={keepAwake}
    head={screen.startsWith('till') ? <TillHead>{head}</TillHead> : head}
  >
    {(from || path) && (
      <header class="top">
        <span class="mark">{from}</span>
        {path && <LanguageSwitch lang={htmlLang(lang)} path={path} />}
      </header>
    )}
    <main id="main" tabindex={-1}>
      <h1 class={titleHidden ? 'hidden' : ''}>{title}</h1>
      {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
      {children}
    </main>
  </Shell>
)

const TillHead = ({ children }: PropsWithChildren) => (
  <>
    <link rel="stylesheet" href={TILL_CSS_PATH} />
    {children}
  </>
)

const screenClass = (screen: Screen) => (screen.startsWith('till-') ? `till ${screen}` : screen)

type ShellProps = PropsWithChildren<{
  lang: Language | MemberLanguage
  title: string
  bodyClass: string
  keepAwake?: boolean | undefined
  head?: Child
}>

const Shell = ({ lang, title, bodyClass, keepAwake, head, children }: ShellProps) => {
  const t = liveTexts[lang]
  return (
    <>
      {DOCTYPE}
      <html lang={htmlLang(lang)}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <meta name="format-detection" content="telephone=no" />
          <title>{title}</title>
          <link rel="icon" type="image/svg+xml" href={ICON_PATH} />
          <link rel="stylesheet" href={CSS_PATH} />
          {head}
          <script src={JS_PATH} defer />
        </head>
        <body
          class={bodyClass}
          data-offline={t.offline}
          data-refresh-failed={t.refreshFailed}
          data-live-failed={t.liveFailed}
          {...(keepAwake ? { 'data-keep-awake': '' } : {})}
        >
          {children}
        </body>
      </html>
    </>
  )
}

const LanguageSwitch = ({ lang, path }: { lang: Language; path: string }) => {
  const t = webTexts[lang]
  return (
    <form class="language" method="post" action={LANGUAGE_PATH}>
      <input type="hidden" name="back" value={path} />
      <button type="submit" class="quiet" name="lang" value={t.switchLanguageTo} lang={t.switchLanguageTo}>
        {t.switchLanguage}
      </button>
    </form>
  )
}

type MenuProps = {
  lang: Language
  operator: { name: string; role: OperatorRole }
  current: NavKey | undefined
  waiting: number
}

const Menu = ({ lang, operator, current, waiting }: MenuProps) => {
  const t = webTexts[lang]
  const rooms = NAV.filter(({ roles }) => roles.includes(operator.role))
  const link = ({ key, href }: (typeof NAV)[number]) => (
    <li>
      <a href={href} {...(key === current ? { 'aria-current': 'page' } : {})}>
        <Icon name={key} />
        <span>{t.nav[key]}</span>
        {key === 'inbox' && waiting > 0 && <b class="count">{waiting}</b>}
      </a>
    </li>
  )
  return (
    <nav class="menu" aria-label={t.menu}>
      <ul>
        {rooms.slice(0, NAV_AT_THUMB).map(link)}
        <li class="more">
          <button type="button" popovertarget="more">
            <Icon name="more" />
            <span>{t.more}</span>
          </button>
        </li>
      </ul>
      <div id="more" popover="auto">
        <ul>{rooms.slice(NAV_AT_THUMB).map(link)}</ul>
        <form class="who" method="post" action={SIGN_OUT_PATH}>
          <span>{t.signedInAs(operator.name, t.roles[operator.role])}</span>
          <button type="submit" class="quiet">
            {t.signOut}
          </button>
        </form>
      </div>
    </nav>
  )
}
