import type { Refusal } from '../refusal.ts'
import { formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { tillTexts } from '../texts/till.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import type { Staff, Till } from '../web/env.ts'
import { TILL_STAFF_PATH } from '../web/session.ts'
import { PlainPage } from '../web/ui.tsx'
import { Actions, Button, Field } from '../web/ui-forms.tsx'
import { Notice } from '../web/ui-parts.tsx'
import { TillResult, type TillTone } from '../web/ui-screens.tsx'
import type { TillPerson } from './staff-people.ts'

/** Of those who can open again. */
const NAMED_MAX = 3

type Common = {
  lang: Language
  till: Till
  /** The code that brought them here, to go on with. */
  next: string
}

type NamesProps = Common & {
  people: readonly TillPerson[]
  standing: Staff | undefined
  /** Why no PIN is taken at this store right now. */
  closed: No | undefined
  needed?: boolean
}

/** The names of the store, each a button as large as a thumb; and who stands here now. */
export const NamesPage = ({ lang, till, next, people, standing, closed, needed }: NamesProps) => {
  const t = tillStaffTexts[lang].till
  return (
    <PlainPage lang={lang} title={t.title} screen="till" from={signOf(till)} path={TILL_STAFF_PATH} keepAwake>
      {needed && <Notice tone="warn">{t.needed}</Notice>}
      {standing && <Standing lang={lang} staff={standing} />}
      {closed ? <NoPins lang={lang} no={closed} next={next} /> : <Names lang={lang} people={people} next={next} />}
    </PlainPage>
  )
}

/** Choosing a name would lead nowhere. */
const NoPins = ({ lang, no, next }: { lang: Language; no: No; next: string }) => (
  <>
    <Notice tone="warn" title={no.word}>
      {no.detail} {no.next}
    </Notice>
    <Button kind="secondary" href={namesPath(next)}>
      {tillStaffTexts[lang].till.again}
    </Button>
  </>
)

const Names = ({ lang, people, next }: Pick<NamesProps, 'lang' | 'people' | 'next'>) => {
  const t = tillStaffTexts[lang].till
  const ready = people.filter(({ pin_set_at }) => pin_set_at !== null)
  const without = people.filter(({ pin_set_at }) => pin_set_at === null)
  if (ready.length === 0)
    return (
      <Notice tone="warn" title={t.nobody}>
        {t.nobodyBody}
      </Notice>
    )
  return (
    <>
      <p>{t.body}</p>
      <form method="get" action={TILL_STAFF_PATH} class="till-names">
        {next !== '' && <input type="hidden" name="next" value={next} />}
        {ready.map(({ id, name }) => (
          <Button kind="secondary" name="who" value={id}>
            <bdi>{name}</bdi>
          </Button>
        ))}
      </form>
      {without.length > 0 && (
        <p>
          <small>
            {t.without(without.map(({ name }) => name))}
            <br />
            {t.withoutBody}
          </small>
        </p>
      )}
    </>
  )
}

const Standing = ({ lang, staff }: { lang: Language; staff: Staff }) => {
  const t = tillStaffTexts[lang].till
  return (
    <form method="post" action={`${TILL_STAFF_PATH}/endings`}>
      <p class="till-what">{t.standing(staff.name)}</p>
      <Actions still>
        <Button href="/till">{t.toTill}</Button>
        <Button kind="quiet">{t.leave}</Button>
      </Actions>
    </form>
  )
}

type PinProps = Common & { person: TillPerson; error?: string }

/** One field and one button; Enter is enough. */
export const PinPage = ({ lang, till, next, person, error }: PinProps) => {
  const t = tillStaffTexts[lang].till
  return (
    <PlainPage
      lang={lang}
      title={t.pinTitle(person.name)}
      screen="till"
      from={signOf(till)}
      path={TILL_STAFF_PATH}
      keepAwake
    >
      <form method="post" action={`${TILL_STAFF_PATH}/sessions`}>
        <input type="hidden" name="who" value={person.id} />
        {next !== '' && <input type="hidden" name="next" value={next} />}
        <Field
          lang={lang}
          label={t.pin}
          name="pin"
          error={error}
          input={{ type: 'password', inputmode: 'numeric', autocomplete: 'off', maxlength: 12, autofocus: true }}
        />
        <Actions>
          <Button>{t.submit}</Button>
          <Button kind="quiet" href={namesPath(next)}>
            {t.other}
          </Button>
        </Actions>
      </form>
    </PlainPage>
  )
}

/** No PIN is taken: until when, and what to do. Undefined when it is none of these. */
export const ClosedPage = ({ lang, till, no }: { lang: Language; till: Till | undefined; no: No }) => (
  <PlainPage
    lang={lang}
    title={no.word}
    screen={`till-${no.tone}`}
    titleHidden
    keepAwake
    {...(till ? { from: signOf(till) } : { path: TILL_STAFF_PATH })}
  >
    <TillResult {...no}>
      {till && (
        <form method="get" action={TILL_STAFF_PATH}>
          <Button autofocus>{tillStaffTexts[lang].till.other}</Button>
        </form>
      )}
    </TillResult>
  </PlainPage>
)

export type No = { tone: TillTone; word: string; detail: string; next: string }

/** How this page says no, full-bleed; undefined when it is another's refusal. `people`: of the store, to say who can help. */
export function wordStaffRefusal(
  { code, facts }: Refusal,
  lang: Language,
  people: readonly TillPerson[],
): No | undefined {
  const t = tillStaffTexts[lang].till
  const device = tillTexts[lang]
  const inCharge = people.filter(({ role }) => role !== 'staff').map(({ name }) => name)
  const who = inCharge.length === 0 ? t.inCharge : t.named(inCharge.slice(0, NAMED_MAX))
  const until = formatTime(Number(facts.until ?? 0))
  if (code === 'pin_locked')
    return { tone: 'wait', word: t.locked, detail: t.lockedUntil(until), next: t.openNext(who) }
  if (code === 'pin_blocked') return { tone: 'stop', word: t.blocked, detail: t.blockedBody, next: t.openNext(who) }
  if (code !== 'till_not_enrolled') return undefined
  return facts.was
    ? { tone: 'stop', word: device.revoked, detail: device.revokedDetail, next: device.revokedNext }
    : { tone: 'stop', word: device.notEnrolled, detail: device.notEnrolledDetail, next: device.notEnrolledNext }
}

const namesPath = (next: string) => (next ? `${TILL_STAFF_PATH}?next=${encodeURIComponent(next)}` : TILL_STAFF_PATH)
const signOf = ({ storeName, name }: Till) => `${storeName} ${name}`
