import { formatTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { tillStaffTexts } from '../texts/till-staff.ts'
import type { ClosedStore } from './staff-people.ts'

/** That a store takes no PINs: until when, or until somebody in charge opens it again. */
export function closedStoreWords(lang: Language, { name, blocked_at, locked_until }: ClosedStore) {
  const t = tillStaffTexts[lang].admin
  return blocked_at === null ? t.lockedStore(name, formatTime(locked_until)) : t.blockedStore(name)
}
