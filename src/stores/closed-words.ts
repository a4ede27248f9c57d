import { formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import type { ClosedPins } from './staff-people.ts'

/** Whose PINs are not taken: until when, or until somebody in charge opens them again. */
export function closedPinsWords(lang: Language, { scope, name, blocked_at, locked_until }: ClosedPins) {
  const t = tillStaffTexts[lang].admin.closed[scope]
  return blocked_at === null ? t.locked(name, formatTime(locked_until)) : t.blocked(name)
}
