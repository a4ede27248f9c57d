import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { applyImport } from '../../src/roster/import-apply.ts'
import { type PlannedRow, planImport } from '../../src/roster/import-plan.ts'
import { findImport, forgetExpiredImports, IMPORT_KEPT_MS, mapColumns } from '../../src/roster/imports.ts'
import { previewImport } from '../../src/roster/previewing.ts'
import { hmacOfDigits, hmacOfStaffNo } from '../../src/roster/secrets.ts'
import { engines, HOUR, MINUTE, NOON } from '../support.ts'
import { aShop, importsIn, keep, rosterSize } from './import-support.ts'
import { addEntry } from './support.ts'

const SECRET = 'a secret'
const OWNER = { id: 'tanaka', storeId: null }
const HEAD = '氏名,フリガナ,店舗,役職,入社日,退職日,社員番号,電話番号下4桁,備考'
const FILE = [
  HEAD,
  '山田 花子,ヤマダ ハナコ,渋谷,ホール,2019/4/1,令和5年3月31日,007,0412,新人教育を担当',
  '佐藤 太郎,サトウ タロウ,恵比寿店,店長代理,,2022年10月,,,',
  '髙橋 彩香,,渋谷店,キッチン,,2021/12/31,8,,',
]

describe.each(engines)('a roster file on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  const fresh = async () => aShop(await stores.openStore())

  const planned = async (store: Store, id: string, operator: { id: string; storeId: string | null } = OWNER) => {
    const file = await findImport(store, { id, operatorId: operator.id, now: NOON })
    const rows: PlannedRow[] = []
    const asked = { file, onlyStoreId: operator.storeId, sessionSecret: SECRET, now: NOON }
    for await (const piece of planImport(store, asked)) rows.push(...piece)
    return rows
  }
  const plan = async (store: Store, lines: readonly string[]) => planned(store, await keep(store, lines))
  const apply = (store: Store, id: string, operator: { id: string; storeId: string | null } = OWNER, now = NOON) =>
    applyImport(store, { id, operator, sessionSecret: SECRET, now })
  const importAll = async (store: Store, lines: readonly string[], now = NOON) => {
    const id = await keep(store, lines)
    await apply(store, id, OWNER, now)
    const { added, changed, same, wrong } = await findImport(store, { id, operatorId: 'tanaka', now: NOON })
    return { added, changed, same, wrong }
  }
  const roster = ({ db }: Store) => db.selectFrom('roster_entries').selectAll().orderBy('left_on', 'desc').execute()

  it('is on the roster as it stands there, with numbers only as HMACs', async () => {
    const store = await fresh()
    expect(await importAll(store, FILE)).toEqual({ added: 3, changed: 0, same: 0, wrong: 0 })
    const [hana, taro, ayaka] = await roster(store)
    expect(hana).toMatchObject({
      name: '山田 花子',
      kana: 'ヤマダ ハナコ',
      store_id: 'shibuya',
      role_id: 'hall',
      joined_on: '2019-04-01',
      left_on: '2023-03-31',
      staff_no_hmac: await hmacOfStaffNo(SECRET, 'shibuya', '7'),
      digits_hmac: await hmacOfDigits(SECRET, '0412'),
      note: '新人教育を担当',
      excluded_at: null,
      created_at: NOON,
    })
    expect(taro).toMatchObject({ store_id: 'ebisu', role_id: null, left_on: '2022-10-31', joined_on: null, note: null })
    expect(ayaka).toMatchObject({ name: '髙橋 彩香', role_id: 'kitchen', kana: null, digits_hmac: null })
    // But for the ids: four digits may stand in one by chance.
    const told = (await roster(store)).map(({ id: _, ...row }) => row)
    expect(JSON.stringify(told)).not.toMatch(/0412|"007"/)
  })

  it('changes nothing the second time', async () => {
    const store = await fresh()
    await importAll(store, FILE)
    const before = await roster(store)
    expect((await plan(store, FILE)).map(({ state }) => state)).toEqual(['same', 'same', 'same'])
    expect(await importAll(store, FILE, NOON + MINUTE)).toEqual({ added: 0, changed: 0, same: 3, wrong: 0 })
    expect(await roster(store)).toEqual(before)
  })

  it('says of each line what it would change, and changes just that', async () => {
    const store = await fresh()
    await importAll(store, FILE)
    const again = [
      HEAD,
      '山田 花子,ヤマダ ハナ,渋谷,キッチン,2019/4/2,2023/3/30,7,0413,',
      '佐藤 太郎,,恵比寿,ホール,,2022/10/31,12,,とても明るい',
    ]
    const rows = await plan(store, again)
    expect(rows.map((row) => (row.state === 'changed' ? row.changes : row.state))).toEqual([
      ['kana', 'role', 'joined', 'left', 'digits'],
      ['role', 'staffNo', 'note'],
    ])
    expect(await importAll(store, again, NOON + MINUTE)).toEqual({ added: 0, changed: 2, same: 0, wrong: 0 })
    const [hana, taro] = await roster(store)
    expect(hana).toMatchObject({
      kana: 'ヤマダ ハナ',
      left_on: '2023-03-30',
      note: '新人教育を担当',
      updated_at: NOON + MINUTE,
    })
    expect(taro).toMatchObject({ kana: 'サトウ タロウ', role_id: 'hall', note: 'とても明るい' })
  })

  it('tells namesakes apart by their numbers, and asks for them where it cannot', async () => {
    const store = await fresh()
    const twins = ['氏名,店舗,退職日,社員番号', '山田 花子,渋谷,2023/3/31,1', '山田 花子,渋谷,2023/3/31,2']
    expect(await importAll(store, twins)).toMatchObject({ added: 2, wrong: 0 })
    expect(await importAll(store, twins)).toMatchObject({ same: 2, wrong: 0 })
    const [row] = await plan(store, ['氏名,店舗,退職日', '山田花子,渋谷,2023/3/31'])
    expect(row).toMatchObject({ state: 'wrong', wrong: { code: 'ambiguous' } })
  })

  it('knows a person by the number when the name has changed, but not when the day differs too', async () => {
    const store = await fresh()
    await importAll(store, FILE)
    const [married] = await plan(store, [HEAD, '鈴木 花子,,渋谷,,,2023/3/31,7,,'])
    expect(married).toMatchObject({ state: 'changed', changes: ['name'] })
    const [other] = await plan(store, [HEAD, '鈴木 一郎,,渋谷,,,2020/3/31,7,,'])
    expect(other).toMatchObject({ state: 'wrong', wrong: { code: 'staff_no_other' } })
    const [elsewhere] = await plan(store, [HEAD, '鈴木 一郎,,恵比寿,,,2020/3/31,7,,'])
    expect(elsewhere).toMatchObject({ state: 'new' })
  })

  it('takes the first of two lines about one person, and says so at the second', async () => {
    const store = await fresh()
    await importAll(store, FILE)
    const rows = await plan(store, [
      HEAD,
      '鈴木 花子,,渋谷,,,2023/3/31,7,,',
      '山田 花子,,渋谷,,,2023/3/31,,,',
      '田村 健太,,渋谷,,,2023/3/31,20,,',
      '田村 次郎,,渋谷,,,2023/3/31,020,,',
      '田村健太,,渋谷,,,2023/3/31,,,',
    ])
    expect(rows.map((row) => (row.state === 'wrong' ? row.wrong : row.state))).toEqual([
      'changed',
      { code: 'repeated', line: 2 },
      'new',
      { code: 'repeated', line: 4 },
      { code: 'repeated', line: 4 },
    ])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('leaves out who was left out before', async () => {
    const store = await fresh()
    await addEntry(store, { id: 'x', name: '山田 花子', leftOn: '2023-03-31', excluded: true })
    await importAll(store, FILE)
    const [hana] = await roster(store)
    expect(hana).toMatchObject({ id: 'x', kana: 'ヤマダ ハナコ' })
    expect(hana?.excluded_at).not.toBeNull()
  })

  it('reads remarks and wrongs line by line', async () => {
    const store = await fresh()
    const rows = await plan(store, [
      HEAD,
      'あ,@example.com,渋谷,掃除,,2023/3,,,',
      'い,,渋谷,,2024/1/1,2023/3/31,,,',
      'う,,渋谷,,不明,2023/3/31,,,',
      'え,,渋谷,,,2023/3/31,,12ab,',
      'お,,渋谷,,,2026/4/2,,,',
      'か,,渋谷,,,2026/4/1,,,',
      'き,,渋谷,,,2026/4,,412,',
      ',,渋谷,,,2023/3/31,,,',
    ])
    expect(rows.map((row) => (row.state === 'wrong' ? row.wrong.code : row.remarks.map(({ code }) => code)))).toEqual([
      ['month_only', 'role_unknown', 'kana_unusable'],
      'joined_after_left',
      'joined_unclear',
      'digits_unclear',
      'left_in_future',
      [],
      ['month_only'],
      'name_missing',
    ])
  })

  it('puts the same on the roster when it is asked twice at once', async () => {
    const store = await fresh()
    const id = await keep(store, FILE)
    await Promise.all([apply(store, id), apply(store, id), apply(store, id)])
    expect(await rosterSize(store)).toBe(3)
    expect(await findImport(store, { id, operatorId: 'tanaka', now: NOON })).toMatchObject({
      added: 3,
      changed: 0,
      same: 0,
    })
    await apply(store, id)
    expect(await rosterSize(store)).toBe(3)
  })

  it('counts a change once when it is asked twice at once', async () => {
    const store = await fresh()
    await importAll(store, FILE)
    const id = await keep(store, [HEAD, '山田 花子,ヤマダ ハナ,渋谷,,,2023/3/31,7,,'])
    await Promise.all([apply(store, id), apply(store, id)])
    expect(await findImport(store, { id, operatorId: 'tanaka', now: NOON })).toMatchObject({ added: 0, changed: 1 })
  })

  it('brings nobody back who was deleted since it was applied', async () => {
    const store = await fresh()
    const id = await keep(store, FILE)
    await apply(store, id)
    await store.db.deleteFrom('roster_entries').where('left_on', '=', '2023-03-31').execute()
    await apply(store, id)
    expect(await rosterSize(store)).toBe(2)
  })

  it('does what is left after a crash half-way, and counts it once', async () => {
    const store = await fresh()
    const lines = [HEAD, ...Array.from({ length: 1_200 }, (_, i) => `人 ${i}号,,渋谷,,,2023/3/31,,,`)]
    const id = await keep(store, lines)
    let batches = 0
    const breaking: Store = {
      ...store,
      batch: async (statements) => {
        if (++batches === 2) throw new Error('the power is gone')
        return store.batch(statements)
      },
    }
    await expect(apply(breaking, id)).rejects.toThrow('the power is gone')
    expect(await rosterSize(store)).toBe(1_000)
    await apply(store, id)
    expect(await rosterSize(store)).toBe(1_200)
    expect(await findImport(store, { id, operatorId: 'tanaka', now: NOON })).toMatchObject({
      added: 1_200,
      same: 0,
      wrong: 0,
    })
  })

  it('of a manager is about their own store alone', async () => {
    const store = await fresh()
    const manager = { id: 'manager-shibuya', storeId: 'shibuya' }
    const id = await keep(store, [...FILE, '伊藤 さくら,,,,,2023/3/31,,,'], { operatorId: manager.id })
    const rows = await planned(store, id, manager)
    expect(rows.map((row) => (row.state === 'wrong' ? row.wrong.code : row.state))).toEqual([
      'new',
      'store_foreign',
      'new',
      'new',
    ])
    expect(rows[3]).toMatchObject({ remarks: [{ code: 'store_implied' }] })
    await apply(store, id, manager)
    const stores = (await roster(store)).map(({ store_id }) => store_id)
    expect(new Set(stores)).toEqual(new Set(['shibuya']))
  })

  it('is read by who uploaded it, within the hour, and then forgotten with all its pieces', async () => {
    const store = await fresh()
    const id = await keep(store, FILE)
    await expect(findImport(store, { id, operatorId: 'manager-shibuya', now: NOON })).rejects.toThrow('import_over')
    await expect(findImport(store, { id, operatorId: 'tanaka', now: NOON + IMPORT_KEPT_MS })).rejects.toThrow(
      'import_over',
    )
    await forgetExpiredImports(store, { now: NOON + HOUR - 1 })
    expect(await importsIn(store)).toBe(1)
    await forgetExpiredImports(store, { now: NOON + HOUR })
    expect(await importsIn(store)).toBe(0)
    expect(await store.db.selectFrom('roster_import_pieces').select('seq').execute()).toEqual([])
  })

  it('makes room for the fourth of an operator', async () => {
    const store = await fresh()
    const others = await keep(store, FILE, { operatorId: 'manager-shibuya' })
    const ids: string[] = []
    for (let i = 0; i < 5; i++) ids.push(await keep(store, FILE, { now: NOON + i }))
    const kept = await store.db.selectFrom('roster_imports').select('id').execute()
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set([others, ...ids.slice(2)]))
  })

  it('means what its columns are said to mean, until it was applied', async () => {
    const store = await fresh()
    const id = await keep(store, ['なまえ,どこ,いつまで', '山田 花子,渋谷,2023/3/31'])
    const mapping = ['name', 'store', 'left'] as const
    await mapColumns(store, { id, operatorId: 'tanaka', mapping, now: NOON })
    expect((await planned(store, id)).map(({ state }) => state)).toEqual(['new'])
    await apply(store, id)
    await mapColumns(store, { id, operatorId: 'tanaka', mapping: [null, null, null], now: NOON })
    expect((await findImport(store, { id, operatorId: 'tanaka', now: NOON })).mapping).toEqual([...mapping])
    const asked = { id, operatorId: 'manager-shibuya', mapping, now: NOON }
    await expect(mapColumns(store, asked)).rejects.toThrow('import_over')
  })

  it('is shown by pages that have each line once', async () => {
    const store = await fresh()
    const id = await keep(store, [
      HEAD,
      ...Array.from({ length: 120 }, (_, i) => `人 ${i}号,,渋谷,,,2023/3/31,${i},,`),
      'x,,,,,,,,',
    ])
    const file = await findImport(store, { id, operatorId: 'tanaka', now: NOON })
    const page = (after?: number) =>
      previewImport(store, { file, onlyStoreId: null, sessionSecret: SECRET, tab: 'new', after, now: NOON })
    const first = await page()
    const second = await page(first.next)
    const third = await page(second.next)
    expect(first.counts).toEqual({ new: 120, wrong: 1, changed: 0, same: 0 })
    expect([first, second, third].map(({ rows }) => rows.length)).toEqual([50, 50, 20])
    expect(third.next).toBeUndefined()
    expect(new Set([first, second, third].flatMap(({ rows }) => rows.map(({ line }) => line))).size).toBe(120)
  })
})
