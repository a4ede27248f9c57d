import type { Context } from 'hono'
import { noteAccess } from '../../interactions/access-log.ts'
import { couponReportTexts } from '../../texts/coupon-report.ts'
import { tokyoDateTime, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { reasonWords } from '../../texts/till-reasons.ts'
import { type CsvRow, csvResponse } from '../../web/csv.ts'
import type { WebEnv } from '../../web/env.ts'
import type { Coupon } from '../coupons.ts'
import { couponFacts, type Fact } from './counts.ts'
import type { Period } from './period.ts'
import { allUses, type CouponUse, countUses } from './reports.ts'

type C = Context<WebEnv>
type Asked = { coupon: Coupon; couponId: string; storeId: string | null; period: Period }

/** Every use as a line, also those undone, with names. It is noted who took along how many before. */
export async function exportUses(c: C, { coupon, ...asked }: Asked) {
  const { deps, language, operator } = c.var
  const detail = { page: 'coupon', count: await countUses(deps.store, asked) }
  await noteAccess(deps.store, { operatorId: operator.id, action: 'members_exported', detail, now: deps.now() })
  const { csv: t } = couponReportTexts[language]
  return csvResponse(c, {
    filename: t.uses(coupon.title, tokyoDay(deps.now())),
    header: [
      ...[t.at, t.store, t.till, t.staff, t.member, t.discount, t.bill, t.guests, t.via, t.viaReason],
      ...[t.voidedAt, t.voidedBy, t.voidReason, t.id],
    ],
    rows: lines(allUses(deps.store, asked), language),
  })
}

async function* lines(uses: AsyncGenerator<CouponUse>, language: Language): AsyncGenerator<CsvRow> {
  for await (const use of uses) yield lineOf(use, language)
}

function lineOf(use: CouponUse, language: Language): CsvRow {
  const { csv: t } = couponReportTexts[language]
  const words = (reason: string | null) => reason && reasonWords(language, reason)
  return [
    ...[clockOf(use.at), use.storeName, use.tillName, use.staffName, use.memberName],
    ...[use.discountYen, use.billYen, use.guests, t.vias[use.via], words(use.viaReason)],
    ...[use.voidedAt === null ? '' : clockOf(use.voidedAt), use.voidedBy, words(use.voidReason), use.id],
  ]
}

const clockOf = (at: number) => tokyoDateTime(at).replace('T', ' ')

/** A line a day and store, without names. */
export async function exportDays(c: C, { coupon, ...asked }: Asked) {
  const { deps, language } = c.var
  const { csv: t, figures, stores } = couponReportTexts[language]
  const facts = await couponFacts(deps.store, asked)
  return csvResponse(c, {
    filename: t.days(coupon.title, tokyoDay(deps.now())),
    header: [
      ...[t.day, t.store, figures.issued, figures.seen, figures.used, figures.undone, figures.conflicts],
      ...[t.discount, t.discountUnknown, t.bill, t.billed, t.guests, t.parties],
    ],
    rows: facts.filter(({ storeId }) => asked.storeId === null || storeId === asked.storeId).map(dayLine(stores.none)),
  })
}

const dayLine =
  (noStore: string) =>
  (fact: Fact): CsvRow => [
    ...[fact.day, fact.storeName ?? noStore, fact.issued, fact.seen, fact.used, fact.undone, fact.conflicts],
    ...[fact.discountYen, fact.discountUnknown, fact.billYen, fact.billed, fact.guests, fact.parties],
  ]
