import { hmacHex } from '../crypto.ts'

/**
 * The last four digits of a phone number as they are compared: an HMAC, because there are only 10,000 of them. `digits`
 * as `readDigits` gives them.
 */
export const hmacOfDigits = (sessionSecret: string, digits: string) =>
  hmacHex(sessionSecret, `phone digits v1:${digits}`)

/**
 * A staff number as it is compared, within one store: width, case, spaces and the leading zeros that a spreadsheet loses
 * make no difference.
 */
export const hmacOfStaffNo = (sessionSecret: string, storeId: string, staffNo: string) =>
  hmacHex(sessionSecret, `staff number v1:${storeId}:${foldStaffNo(staffNo)}`)

/** Four digits as somebody typed them, in any width, with spaces or a hyphen; undefined when they are not four. */
export function readDigits(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s\p{Pd}ー]/gu, '')
  return /^\d{4}$/.test(digits) ? digits : undefined
}

/** A staff number as it is compared. */
export const foldStaffNo = (staffNo: string) =>
  staffNo
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/gu, '')
    .replace(/^0+(?=\d+$)/, '')
