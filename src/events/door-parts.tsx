import type { Child, PropsWithChildren } from 'hono/jsx'
import type { RsvpState } from '../db/schema-events.ts'
import { doorTexts } from '../texts/event-door.ts'
import { formatNumber, formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Badge } from '../web/ui-parts.tsx'
import type { CheckIn } from './check-ins.ts'
import type { DoorCounts, DoorGuest } from './door.ts'
import type { ShopEvent } from './events.ts'

/** What every part of a door knows. */
export type Door = {
  lang: Language
  event: ShopEvent
  /** Where its page is; what it posts goes below. */
  base: string
  /** The nonce of this look at it: with a guest and their attempts it names a scan. */
  page: string
  open: boolean
}
type Person = { name: string | null; memberId: string | null }

/** People in one party are more than a guest may bring along only when they simply come. */
const PEOPLE_CHOICES = 10

export const Counter = ({ lang, event, counts }: Door & { counts: DoorCounts }) => {
  const t = doorTexts[lang]
  return (
    <p class="door-count">
      <span>
        {t.inLabel} <b>{formatNumber(counts.people)}</b>
        {t.ofExpected(formatNumber(counts.expected))}
      </span>
      {event.alcohol && <small>{t.drinkers(`${counts.drinkers}/${counts.expectedDrinkers}`)}</small>}
      <small>{t.capacity(formatNumber(event.capacity))}</small>
    </p>
  )
}

/** Somebody who is still to come: one tap lets them in, with as many as came. */
export const ExpectedRow = ({ door, guest }: { door: Door; guest: DoorGuest }) => {
  const { lang, open } = door
  const asks = guest.state !== 'going'
  return (
    <li class={asks ? 'guest asks' : 'guest'}>
      <GuestName lang={lang} guest={guest} />
      <Facts door={door} guest={guest} people={open ? null : guest.party} />
      {open && <LetIn door={door} guest={guest} />}
    </li>
  )
}

export const ArrivedRow = ({
  door,
  guest,
  checkIn,
}: {
  door: Door
  guest: DoorGuest
  checkIn: DoorGuest['checkIn']
}) => {
  const { lang } = door
  const t = doorTexts[lang]
  if (!checkIn) return null
  return (
    <li class="guest in">
      <GuestName lang={lang} guest={guest}>
        {t.at(t.people(checkIn.people), formatTime(checkIn.at), checkIn.by ?? '')}
      </GuestName>
      {door.open && (
        <Undo door={door} checkInId={checkIn.id} label={t.buttonOf(t.undo, whoIs(lang, guest))}>
          {t.undo}
        </Undo>
      )}
      <Facts door={door} guest={{ ...guest, drinkers: checkIn.drinkers }} people={null} />
    </li>
  )
}

/** The form that lets a guest in; of somebody who did not say that they would come, it says so itself. */
export const LetIn = ({ door, guest, large }: { door: Door; guest: DoorGuest; large?: boolean }) => {
  const t = doorTexts[door.lang]
  const who = whoIs(door.lang, guest)
  const asks = guest.state !== 'going'
  const label = asks ? t.letIn : large ? t.checkIn : t.checkInShort
  return (
    <form method="post" action={`${door.base}/check-ins`}>
      <input type="hidden" name="scan" value={`${door.page}.${guest.attempts}`} />
      <input type="hidden" name="member" value={guest.memberId ?? ''} />
      {asks && <input type="hidden" name="anyway" value="yes" />}
      <select name="people" aria-label={t.peopleOf(who)}>
        {Array.from({ length: PEOPLE_CHOICES }, (_, i) => i + 1).map((people) => (
          <option value={String(people)} selected={people === guest.party}>
            {t.people(people)}
          </option>
        ))}
      </select>
      <button type="submit" class={large ? 'primary' : 'secondary'} aria-label={t.buttonOf(label, who)}>
        {label}
      </button>
    </form>
  )
}

type UndoProps = PropsWithChildren<{ door: Door; checkInId: string; label?: string }>

export const Undo = ({ door, checkInId, label, children }: UndoProps) => (
  <form method="post" action={`${door.base}/check-ins/${encodeURIComponent(checkInId)}/undoings`}>
    <button type="submit" class="quiet" {...(label ? { 'aria-label': label } : {})}>
      {children}
    </button>
  </form>
)

/** What staff must know of a guest at a glance: how many, who drinks, what must not be on the plate. */
export const Facts = ({ door, guest, people }: { door: Door; guest: DoorGuest; people: number | null }) => {
  const t = doorTexts[door.lang]
  const state = stateWords(door.lang, guest)
  return (
    <span class="guest-facts">
      {state && <Badge tone={guest.memberId === null ? 'plain' : 'wait'}>{state}</Badge>}
      {people !== null && <b>{t.people(people)}</b>}
      {guest.allergies && <Badge tone="stop">{t.allergy(guest.allergies)}</Badge>}
      {door.event.alcohol && guest.drinkers > 0 && <Badge tone="info">{t.drinkers(String(guest.drinkers))}</Badge>}
    </span>
  )
}

export const whoIs = (lang: Language, { name, memberId }: Person) => {
  const t = doorTexts[lang]
  return name === null ? (memberId === null ? t.walkIn : t.unnamed) : t.who(name)
}

const GuestName = ({ lang, guest, children }: PropsWithChildren<{ lang: Language; guest: DoorGuest }>) => (
  <span class="guest-name">
    <bdi>{whoIs(lang, guest)}</bdi>
    {(children || guest.kana) && <small>{children ?? guest.kana}</small>}
  </span>
)

/** Said of everybody but those who are expected; walk-ins are named so. */
function stateWords(lang: Language, { state, memberId, name }: DoorGuest) {
  const t = doorTexts[lang]
  if (memberId === null) return name === null ? undefined : t.walkIn
  const known: RsvpState | 'silent' = state ?? 'silent'
  return known === 'going' ? undefined : t.states[known]
}

type ResultProps = PropsWithChildren<{ tone: 'done' | 'wait' | 'stop'; title: Child; detail: string; next?: string }>
const SIGNS = { done: '○', wait: '△', stop: '×' } as const

/** What just happened, readable at arm's length. */
export const DoorResult = ({ tone, title, detail, next, children }: ResultProps) => (
  <section class={`door-result ${tone}`} role={tone === 'done' ? 'status' : 'alert'}>
    <div>
      <span class="sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <div>
        <strong>{title}</strong>
        <p>{detail}</p>
        {next && <p>{next}</p>}
      </div>
    </div>
    {children}
  </section>
)

export const NotHere = ({ lang, words }: { lang: Language; words: string }) => (
  <DoorResult tone="stop" title={doorTexts[lang].unknownTitle} detail={words} />
)

export type Told = 'in' | 'already' | 'undone' | 'undone_before'

/** What became of a check-in, with the way back. */
export const Outcome = ({
  door,
  told,
  checkIn,
  guest,
}: {
  door: Door
  told: Told
  checkIn: CheckIn
  guest?: DoorGuest | undefined
}) => {
  const { lang } = door
  const t = doorTexts[lang]
  const who = <bdi>{whoIs(lang, checkIn)}</bdi>
  if (told === 'undone' || told === 'undone_before')
    return (
      <DoorResult
        tone="wait"
        title={who}
        detail={told === 'undone' ? t.undoneJust : t.undoneBefore}
        next={t.undoneNext}
      />
    )
  const party = t.people(checkIn.people)
  const title = (
    <>
      {who} {party}
    </>
  )
  return (
    <DoorResult
      tone={told === 'in' ? 'done' : 'wait'}
      title={title}
      detail={told === 'in' ? t.doneNext : t.already(formatTime(checkIn.at), checkIn.by ?? '')}
      {...(told === 'in' ? {} : { next: t.alreadyNext })}
    >
      {guest && <Facts door={door} guest={{ ...guest, drinkers: checkIn.drinkers }} people={null} />}
      {door.open && (
        <Undo door={door} checkInId={checkIn.id}>
          {t.undo}
        </Undo>
      )}
    </DoorResult>
  )
}

/** Somebody whose code was read, or who is asked about: nothing happened yet. */
export const Asked = ({ door, guest }: { door: Door; guest: DoorGuest }) => {
  const { lang } = door
  const t = doorTexts[lang]
  if (guest.checkIn)
    return (
      <Outcome
        door={door}
        told="already"
        guest={guest}
        checkIn={{ ...guest.checkIn, memberId: guest.memberId, name: guest.name, undone: false }}
      />
    )
  return (
    <section class="card">
      <div class="guest asks">
        <GuestName lang={lang} guest={guest} />
        <Facts door={door} guest={guest} people={null} />
        <p>{guest.state === 'going' ? t.here : `${t.asks}${t.asksNext}`}</p>
        {door.open && <LetIn door={door} guest={guest} large />}
      </div>
    </section>
  )
}
