import type { Child, PropsWithChildren } from 'hono/jsx'
import type { TillDevice } from '../../stores/tills.ts'
import { formatDateTimeAsOf, formatTime, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import type { Staff } from '../../web/env.ts'
import { TILL_STAFF_PATH } from '../../web/session.ts'
import { PlainPage } from '../../web/ui.tsx'
import { Button } from '../../web/ui-forms.tsx'

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
  /** Between two guests somebody may take over: those who stood here today. */
  others?: readonly Staff[]
}

/** A page of the till that is not a result: which till, who stands there, and what it is about. */
export const TillFrame = ({
  lang,
  till,
  staff,
  title,
  path,
  back,
  head,
  others,
  children,
}: PropsWithChildren<Frame>) => (
  <PlainPage
    lang={lang}
    title={title}
    screen="till"
    from={others ? signOf(till) : `${tillTexts[lang].who(staff.name)}・${signOf(till)}`}
    keepAwake
    head={head}
    {...(path ? { path } : {})}
  >
    {others && <StaffBar lang={lang} staff={staff} others={others} />}
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

type Bar = { lang: Language; staff: Staff; others: readonly Staff[] }

/** Who stands there, and handing over: one tap to the PIN of who was here before, or to all names. */
const StaffBar = ({ lang, staff, others }: Bar) => {
  const t = tillTexts[lang]
  return (
    <div class="till-bar">
      <bdi>{t.staffOn(staff.name)}</bdi>
      <nav aria-label={t.switchStaff}>
        {others.map(({ id, name }) => (
          <Button kind="secondary" href={`${TILL_STAFF_PATH}?who=${encodeURIComponent(id)}`}>
            <bdi>{t.switchTo(name)}</bdi>
          </Button>
        ))}
        <Button kind="secondary" href={TILL_STAFF_PATH}>
          {others.length === 0 ? t.switchStaff : t.switchToOther}
        </Button>
      </nav>
    </div>
  )
}

export const signOf = ({ storeName, name }: TillDevice) => `${storeName} ${name}`

/** 花さん, or that we have no name. */
export const guestWords = (lang: Language, name: string | null) =>
  name === null ? tillTexts[lang].unnamed : tillTexts[lang].who(name)

/** 19:42 for today, with the day for earlier. */
export const timeOf = (at: number, now: number, lang: Language) =>
  tokyoDay(at) === tokyoDay(now) ? formatTime(at) : formatDateTimeAsOf(at, now, lang)
