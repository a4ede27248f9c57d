import { sql } from 'kysely'
import { tookOff } from '../../coupons/report/counts.ts'
import type { Store } from '../../db/store.ts'
import { savedFee } from '../../labour/pay.ts'
import { monthAfter, payMonth } from './payroll.ts'

/** Months that the meter shows, this one included. */
export const SAVINGS_MONTHS = 12

export type SavingsMonth = {
  /** 2026-11 */
  month: string
  shifts: number
  payYen: number
  /** 30 % of the pay: what an agency would have taken. */
  savedYen: number
  /** Uses of coupons, and what they took off: as noted at the till, or by what a coupon of a fixed sum is worth. */
  couponUses: number
  couponYen: number
  /** Uses of which the bill alone knows what they took off, and nobody entered it. */
  couponUnknown: number
}
type Pay = Pick<SavingsMonth, 'month' | 'shifts' | 'payYen'>
type Coupons = Pick<SavingsMonth, 'month' | 'couponUses' | 'couponYen' | 'couponUnknown'>
type Asked = { storeId: string | null; now: number }

/** The last twelve months, the oldest first, also those in which nothing happened. A manager's: the own store's. */
export async function readSavings(store: Store, asked: Asked): Promise<readonly SavingsMonth[]> {
  const last = payMonth(undefined, asked.now)
  const names = [...Array(SAVINGS_MONTHS).keys()].map((ago) => monthAfter(last.name, ago + 1 - SAVINGS_MONTHS))
  const since = payMonth(names[0], asked.now).start
  const [pay, coupons] = await Promise.all([
    payByMonth(store, { ...asked, since }),
    couponsByMonth(store, { ...asked, since }),
  ])
  return names.map((month) => {
    const { shifts = 0, payYen = 0 } = pay.find((row) => row.month === month) ?? {}
    const { couponUses = 0, couponYen = 0, couponUnknown = 0 } = coupons.find((row) => row.month === month) ?? {}
    return { month, shifts, payYen, savedYen: savedFee(payYen), couponUses, couponYen, couponUnknown }
  })
}

/** Only what was worked: who is confirmed and has not come yet saved nobody a fee. */
async function payByMonth({ db }: Store, { storeId, since }: Asked & { since: number }) {
  const { rows } = await sql<Pay>`select ${monthOf('assignments.worked_from')} as month, count(*) as shifts,
      sum(pay_yen) as "payYen"
    from assignments join shift_openings on shift_openings.id = assignments.opening_id
    where assignments.state = 'worked' and worked_from >= ${since}
      and (${storeId} is null or shift_openings.store_id = ${storeId})
    group by month`.execute(db)
  return rows
}

async function couponsByMonth({ db }: Store, { storeId, since }: Asked & { since: number }) {
  const { rows } = await sql<Coupons>`select ${monthOf('redemptions.redeemed_at')} as month, count(*) as "couponUses",
      sum(coalesce(${tookOff}, 0)) as "couponYen", sum(${tookOff} is null) as "couponUnknown"
    from redemptions join coupons on coupons.id = redemptions.coupon_id
    where redemptions.voided_at is null and redemptions.redeemed_at >= ${since}
      and (${storeId} is null or redemptions.store_id = ${storeId})
    group by month`.execute(db)
  return rows
}

const monthOf = (column: string) => sql<string>`strftime('%Y-%m', ${sql.ref(column)} / 1000, 'unixepoch', '+9 hours')`
