import { z } from 'zod'
import type { Store } from '../../db/store.ts'
import { PREFECTURES } from '../../labour/floors.ts'
import { NAME_MAX, NO_CHANGE, NO_RENEWAL, type Terms, WORDS_MAX } from '../../labour/terms.ts'

const words = z.string().trim().max(WORDS_MAX)

/** What a store says of itself as an employer, once for every opening. */
export const Workplace = z.object({
  prefecture: z.enum(PREFECTURES),
  employerName: z.string().trim().min(1).max(NAME_MAX),
  employerAddress: words.min(1),
  /** Where the work is done. */
  address: words.min(1),
  contact: words.min(1),
  smoking: words,
  insurance: words,
  payTerms: words,
  desk: words,
  leavingTerms: words,
})
export type Workplace = z.output<typeof Workplace>

/** What is nearly always so of a small restaurant; the owner reads it before it is kept. */
export const USUAL = { smoking: '屋内禁煙', insurance: '労災保険' } as const

type Saving = { storeId: string; workplace: Workplace; operatorId: string; now: number }

/** Keeps a store's facts as an employer; openings that are out already keep what they said. */
export async function saveWorkplace({ db }: Store, { storeId, workplace, operatorId, now }: Saving) {
  const facts = Workplace.parse(workplace)
  const row = {
    prefecture: facts.prefecture,
    employer_name: facts.employerName,
    employer_address: facts.employerAddress,
    address: facts.address,
    contact: facts.contact,
    smoking: facts.smoking,
    insurance: facts.insurance,
    pay_terms: facts.payTerms,
    desk: facts.desk,
    leaving_terms: facts.leavingTerms,
    updated_by: operatorId,
    updated_at: now,
  }
  await db
    .insertInto('workplaces')
    .values({ store_id: storeId, ...row })
    .onConflict((clash) => clash.column('store_id').doUpdateSet(row))
    .execute()
}

/** A store's facts as an employer; undefined: nobody entered them yet. */
export async function findWorkplace({ db }: Store, storeId: string): Promise<Workplace | undefined> {
  const row = await db.selectFrom('workplaces').selectAll().where('store_id', '=', storeId).executeTakeFirst()
  return row && factsOf(row)
}

/**
 * What an empty form for a store starts with: the same employer as the shop's other stores, in the same prefecture.
 * The place itself is another one.
 */
export async function likelyWorkplace({ db }: Store): Promise<Partial<Workplace>> {
  const row = await db
    .selectFrom('workplaces')
    .selectAll()
    .orderBy('updated_at', 'desc')
    .orderBy('store_id')
    .executeTakeFirst()
  if (!row) return USUAL
  const { address: _, ...same } = factsOf(row)
  return same
}

/** Which stores have entered their facts. */
export async function storesWithWorkplace({ db }: Store): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('workplaces').select('store_id').execute()
  return new Set(rows.map(({ store_id }) => store_id))
}

/** What every ad of a store says of the employer. */
export const employerTerms = (workplace: Workplace | undefined, storeName: string) => ({
  employerName: workplace?.employerName ?? '',
  employerAddress: workplace?.employerAddress ?? '',
  contact: workplace?.contact ?? '',
  place: workplace ? `${storeName}（${workplace.address}）` : '',
  prefecture: workplace?.prefecture ?? '',
  smoking: workplace?.smoking ?? '',
  insurance: workplace?.insurance ?? '',
  payTerms: workplace?.payTerms ?? '',
  desk: workplace?.desk ?? '',
  leavingTerms: workplace?.leavingTerms ?? '',
})

/** The words of an ad that nobody has written yet: the employer's, and the usual scope of change. */
export const freshTerms = (workplace: Workplace | undefined, storeName: string): Terms => ({
  ...employerTerms(workplace, storeName),
  duties: '',
  dutiesChange: NO_CHANGE,
  placeChange: NO_CHANGE,
  renewal: NO_RENEWAL,
  bring: '',
  message: '',
})

type Row = {
  prefecture: string
  employer_name: string
  employer_address: string
  address: string
  contact: string
  smoking: string
  insurance: string
  pay_terms: string
  desk: string
  leaving_terms: string
}

const Prefecture = z.enum(PREFECTURES)
const factsOf = (row: Row): Workplace => ({
  prefecture: Prefecture.parse(row.prefecture),
  employerName: row.employer_name,
  employerAddress: row.employer_address,
  address: row.address,
  contact: row.contact,
  smoking: row.smoking,
  insurance: row.insurance,
  payTerms: row.pay_terms,
  desk: row.desk,
  leavingTerms: row.leaving_terms,
})
