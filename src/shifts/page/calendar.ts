import { googleUrl, icalendar } from '../../line/calendar.ts'
import type { Agreement } from './agreement.ts'

/** `title`: what the shift is called; `hint`: how one says that one cannot come. Both in the person's language. */
type Shown = { agreement: Agreement; title: string; hint: string }

/**
 * An agreed shift for any calendar (RFC 5545). It names nobody, not what it pays, and carries no link of theirs, for calendars
 * are shared. Every agreed change, and a cancellation, has a higher SEQUENCE.
 */
export const shiftCalendarFile = ({ host, ...shown }: Shown & { host: string }): string => {
  const { id, version, agreedAt, endedAt, state } = shown.agreement
  const isCancelled = state === 'cancelled_by_member' || state === 'cancelled_by_shop'
  return icalendar(
    {
      ...entryOf(shown),
      id,
      updatedAt: Math.max(agreedAt, endedAt ?? 0),
      sequence: version - 1 + (isCancelled ? 1 : 0),
      isCancelled,
    },
    { host, product: 'Shifts' },
  )
}

/** Google's form for a new entry, filled in. */
export const shiftGoogleUrl = (shown: Shown): string => googleUrl(entryOf(shown))

const entryOf = ({ agreement: { terms, storeName, startsAt, endsAt }, title, hint }: Shown) => ({
  title: `${title}（${storeName}）`,
  place: terms.place,
  words: [terms.bring, terms.contact, hint].filter(Boolean).join('\n\n'),
  startsAt,
  endsAt,
})
