import type { Child, PropsWithChildren } from 'hono/jsx'
import type { TillDevice } from '../../stores/tills.ts'
import { formatDateTime, formatTime, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import type { Staff } from '../../web/env.ts'
import { TILL_STAFF_PATH } from '../../web/session.ts'
import { PlainPage } from '../../web/ui.tsx'

export const TILL_PATH = '/till'

/** Whom every page of the till is for. */
export type AtTill = { lang: Language; till: TillDevice; staff: Staff }

type Frame = AtTill & {
  title: string
  /** Comes back here after a change of language. */
  path?: string
  /** The way back, below everything. */
  back?: { href: string; label: string }
  head?: Child
}

/** A page of the till that is not a result: which till, who stands there, and what it is about. */
export const TillFrame = ({ lang, till, staff, title, path, back, head, children }: PropsWithChildren<Frame>) => (
  <PlainPage
    lang={lang}
    title={title}
    screen="till"
    from={`${signOf(till)}・${tillTexts[lang].who(staff.name)}`}
    keepAwake
    head={head}
    {...(path ? { path } : {})}
  >
    {children}
    {back && (
      <p>
        <a class="back" href={back.href}>
          <span aria-hidden="true">‹</span> {back.label}
        </a>
      </p>
    )}
  </PlainPage>
)

/** Who stands there, and handing over to somebody else: between two guests. */
export const StaffBar = ({ lang, staff }: Pick<AtTill, 'lang' | 'staff'>) => (
  <div class="till-bar">
    <bdi>{tillTexts[lang].staffOn(staff.name)}</bdi>
    <a href={TILL_STAFF_PATH}>{tillTexts[lang].switchStaff}</a>
  </div>
)

export const signOf = ({ storeName, name }: TillDevice) => `${storeName} ${name}`

/** 花さん, or that we have no name. */
export const guestWords = (lang: Language, name: string | null) =>
  name === null ? tillTexts[lang].unnamed : tillTexts[lang].who(name)

/** 19:42 for today, with the day for earlier. */
export const timeOf = (at: number, now: number, lang: Language) =>
  tokyoDay(at) === tokyoDay(now) ? formatTime(at) : formatDateTime(at, lang)
