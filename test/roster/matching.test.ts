import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foldName } from '../../src/members/names.ts'
import { matchOf } from '../../src/roster/matching.ts'
import { EARLIER, NOON, newStore } from '../support.ts'

/**
 * What matching promises, against a plain model that shares no line with it: people who are nearly somebody else, by the
 * hundred thousand. The model knows names by number, and which ways of writing belong to which; it never folds one.
 */
const PAIRS = 100_000
const ROSTER = 4_000
const BATCH = 5_000

/** A small generator with a seed: a failure can be had again. */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Each line is one surname or given name: its ways of being written in kanji, and its kana. Neighbours are near-namesakes. */
const SURNAMES: readonly (readonly [readonly string[], string])[] = [
  [['渡辺', '渡邊', '渡邉'], 'わたなべ'],
  [['渡部'], 'わたなべ'],
  [['斎藤', '齋藤'], 'さいとう'],
  [['斉藤', '齊藤'], 'さいとう'],
  [['佐々木', '佐佐木'], 'ささき'],
  [['佐藤'], 'さとう'],
  [['高田', '髙田'], 'たかだ'],
  [['高多'], 'たかた'],
  [['浜崎', '濱﨑', '濵崎'], 'はまさき'],
  [['浜先'], 'はまさき'],
  [['三ヶ尻', '三ケ尻'], 'みかじり'],
  [['太田'], 'おおた'],
  [['大田'], 'おおた'],
  [['沢', '澤'], 'さわ'],
]
const GIVEN: typeof SURNAMES = [
  [['花'], 'はな'],
  [['華'], 'はな'],
  [['恵', '惠'], 'めぐみ'],
  [['恵美'], 'えみ'],
  [['真', '眞'], 'まこと'],
  [['誠'], 'まこと'],
  [['桜', '櫻'], 'さくら'],
  [['一郎'], 'いちろー'],
  [['健'], 'けん'],
  [['建'], 'けん'],
]
const STORES = ['shibuya', 'ebisu']
/** Few enough that every other entry has a namesake, in writing or in sound, who left its store in its month. */
const MONTHS = 48
const DIGITS = [null, 'hmac of 1111', 'hmac of 2222']

type Person = { surname: number; given: number; store: number; month: number; day: number; digits: string | null }
type Entry = Person & { id: string; hasKana: boolean; excluded: boolean; taken: boolean; words: string; kana: string }
type Asked = Person & { words: string; inKana: boolean; guest: boolean }

const katakana = (kana: string) =>
  kana.replace(/[ぁ-ん]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 96))
const HALF: Readonly<Record<string, string>> = {
  サ: 'ｻ',
  ト: 'ﾄ',
  ウ: 'ｳ',
  ハ: 'ﾊ',
  ナ: 'ﾅ',
  ワ: 'ﾜ',
  タ: 'ﾀ',
  ベ: 'ﾍﾞ',
  イ: 'ｲ',
  ー: 'ｰ',
}

describe('finding whose entry it is, for near-namesakes', () => {
  const store = newStore()
  const pick = random(20_260_401)
  const roster: Entry[] = []
  const byPlace = new Map<string, Entry[]>()
  afterAll(() => store.close())

  const aPerson = (): Person => ({
    surname: pick(SURNAMES.length),
    given: pick(GIVEN.length),
    store: pick(STORES.length),
    month: pick(MONTHS),
    day: 1 + pick(28),
    digits: DIGITS[pick(DIGITS.length)] ?? null,
  })
  const oneOf = <T>(list: readonly T[], none: T) => list[pick(list.length)] ?? none
  const kanji = ({ surname, given }: Person) =>
    [SURNAMES[surname], GIVEN[given]].map((name) => oneOf(name?.[0] ?? [], '')).join(oneOf(['', ' ', '　'], ''))
  const kana = ({ surname, given }: Person) => {
    const plain = [SURNAMES[surname]?.[1] ?? '', GIVEN[given]?.[1] ?? ''].join(oneOf(['', ' '], ''))
    const script = pick(3)
    if (script === 0) return plain
    return script === 1 ? katakana(plain) : [...katakana(plain)].map((letter) => HALF[letter] ?? letter).join('')
  }
  const place = ({ store, month }: Person) => `${store} ${month}`

  /** Somebody on the roster with one thing different, or nothing, or somebody made up. */
  const anAsked = (): Asked => {
    const near: Person = { ...(pick(8) === 0 ? aPerson() : oneOf<Person>(roster, aPerson())), day: 1 + pick(28) }
    const other = aPerson()
    const changes: readonly Partial<Person>[] = [
      {},
      {},
      { surname: other.surname },
      { surname: near.surname ^ 1 },
      { given: other.given },
      { given: near.given ^ 1 },
      { store: other.store },
      { month: other.month },
      { month: near.month ^ 1 },
      { digits: other.digits },
      { digits: null },
    ]
    const asked = { ...near, ...changes[pick(changes.length)] }
    const inKana = pick(4) === 0
    return { ...asked, inKana, words: inKana ? kana(asked) : kanji(asked), guest: pick(50) > 0 }
  }

  /** The model: who fits is compared by numbers, and by sound alone where sound alone was given. */
  const expected = (asked: Asked): string | null => {
    if (!asked.guest) return null
    const sound = (person: Person) => `${SURNAMES[person.surname]?.[1]}${GIVEN[person.given]?.[1]}`
    const fits = (byPlace.get(place(asked)) ?? []).filter((entry) => {
      if (entry.digits !== null && asked.digits !== null && entry.digits !== asked.digits) return false
      if (asked.inKana) return entry.hasKana && sound(entry) === sound(asked)
      return entry.surname === asked.surname && entry.given === asked.given
    })
    const [only, another] = fits
    return only && !another && !only.excluded && !only.taken ? only.id : null
  }

  beforeAll(async () => {
    for (const [i, id] of STORES.entries())
      await store.db.insertInto('stores').values({ id, name: id, position: i, created_at: EARLIER }).execute()
    for (let i = 0; i < ROSTER; i++) {
      const person = aPerson()
      const entry: Entry = {
        ...person,
        id: `entry-${i}`,
        hasKana: pick(2) === 0,
        excluded: pick(15) === 0,
        taken: pick(15) === 0,
        words: kanji(person),
        kana: kana(person),
      }
      roster.push(entry)
      byPlace.set(place(entry), [...(byPlace.get(place(entry)) ?? []), entry])
    }
    await sql`insert into roster_entries
        (id, name, name_folded, kana, kana_folded, store_id, left_on, excluded_at, created_at, digits_hmac)
      select value ->> 'id', value ->> 'words', value ->> 'folded', value ->> 'kana', value ->> 'kana_folded',
        value ->> 'store', value ->> 'left_on', value ->> 'excluded_at', 1, value ->> 'digits'
      from json_each(${JSON.stringify(
        roster.map((entry) => ({
          id: entry.id,
          words: entry.words,
          folded: foldName(entry.words),
          kana: entry.hasKana ? entry.kana : null,
          kana_folded: entry.hasKana ? foldName(entry.kana) : null,
          store: STORES[entry.store],
          left_on: `${monthOf(entry)}-${String(entry.day).padStart(2, '0')}`,
          excluded_at: entry.excluded ? EARLIER : null,
          digits: entry.digits,
        })),
      )})`.execute(store.db)
    await sql`insert into members (id, state, name, store_id, created_at) values ('guest', 'guest', null, null, 1),
      ('declined', 'declined', 'x', 'shibuya', 1)`.execute(store.db)
    await sql`insert into members (id, state, name, store_id, roster_entry_id, created_at)
      select 'owner of ' || value, 'verified', 'x', 'shibuya', value, 1
      from json_each(${JSON.stringify(roster.filter(({ taken }) => taken).map(({ id }) => id))})`.execute(store.db)
  })

  const monthOf = ({ month }: Person) => `${2020 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`

  it(`verifies nobody as somebody else in ${PAIRS.toLocaleString('en')} pairs, and whoever is meant beyond doubt`, async () => {
    const wrong: unknown[] = []
    const counted = { matched: 0, doubted: 0 }
    for (let done = 0; done < PAIRS; done += BATCH) {
      const asked = Array.from({ length: BATCH }, anAsked)
      const found = await matchAll(asked)
      for (const [i, one] of asked.entries()) {
        const id = expected(one)
        counted[id === null ? 'doubted' : 'matched'] += 1
        if (found[i] !== id) wrong.push({ one, found: found[i], expected: id })
      }
    }
    expect(wrong.slice(0, 3)).toEqual([])
    // Both answers are tried often, or the proof would prove little.
    expect(Math.min(counted.matched, counted.doubted)).toBeGreaterThan(PAIRS / 5)
  })

  /** The product's own expression, with columns where the product has values. */
  async function matchAll(asked: readonly Asked[]) {
    const rows = asked.map((one) => ({
      folded: foldName(one.words),
      store: STORES[one.store],
      month: monthOf(one),
      digits: one.digits,
      member: one.guest ? 'guest' : 'declined',
    }))
    const column = <T>(name: string) => sql<T>`asked.value ->> ${sql.lit(name)}`
    const match = matchOf({
      memberId: column<string>('member'),
      nameFolded: column<string>('folded'),
      storeId: column<string>('store'),
      leftMonth: column<string>('month'),
      digitsHmac: column<string | null>('digits'),
      invitationId: sql<string | null>`null`,
      now: sql<number>`${NOON}`,
    })
    const { rows: found } = await sql<{ id: string | null }>`
      select ${match} as id from json_each(${JSON.stringify(rows)}) as asked order by asked.key`.execute(store.db)
    return found.map(({ id }) => id)
  }
})
