import type { ConsentVersion } from '../consent/consent.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { privacyNotice1 } from './privacy-1.ts'
import { privacyNotice2 } from './privacy-2.ts'
import { privacyNotice3 } from './privacy-3.ts'
import { privacyNotice4 } from './privacy-4.ts'
import { privacyNotice5 } from './privacy-5.ts'

export type PrivacySection = {
  heading: string
  paragraphs: readonly string[]
  points?: readonly string[]
  /** More paragraphs, below the points. */
  after?: readonly string[]
  /** The four kinds of messages stand below. */
  purposes?: boolean
}
export type PrivacyNotice = {
  title: string
  lead: (shop: string) => string
  sections: (shop: string) => readonly PrivacySection[]
  version: (version: string) => string
}

/** The privacy notice, by version: what a person agreed to can be read again in its own words. A version shown once never changes. */
export const privacyNotices: Record<ConsentVersion, Record<MemberLanguage, PrivacyNotice>> = {
  '1': { ...privacyNotice1, 'plain-ja': privacyNotice1.ja },
  '2': privacyNotice2,
  '3': privacyNotice3,
  '4': privacyNotice4,
  '5': privacyNotice5,
}
