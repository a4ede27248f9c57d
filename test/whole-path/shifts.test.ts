import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listedFloor } from '../../src/labour/floors.ts'
import { ownerClaimCode } from '../../src/operators/operators.ts'
import { settingsStatements } from '../../src/sending/sending-settings.ts'
import { tokyoDay } from '../../src/texts/format.ts'
import { addRole, addStore, DAY } from '../support.ts'
import { type Client, openClient } from './client.ts'
import { alumnus } from './guests.ts'
import { eventually, type House, SESSION_SECRET } from './house.ts'
import { openNodeHouse } from './node-house.ts'
import { openPhone, type Phone } from './phone.ts'
import { openWorkerHouse } from './worker-house.ts'

const houses = [
  { engine: 'better-sqlite3 on Node', open: openNodeHouse },
  { engine: 'D1 in workerd', open: openWorkerHouse },
]
const NAMES = ['美咲', '大輔', '彩香', '健太'] as const
const STARTS = Date.now() + 9 * DAY

describe.each(houses)('one place in a shift and four people with $engine', ({ open }) => {
  let house: House
  let admin: Client
  let hands: Record<(typeof NAMES)[number], Phone>
  let path: string

  beforeAll(async () => {
    house = await open()
    await addStore(house.store)
    await addRole(house.store)
    // Tests run at night too.
    await house.store.batch(settingsStatements(house.store.db, { quietFrom: 0, quietTo: 0, urgentCapDay: 20 }))
  })
  afterAll(() => house.close())
  /** Whenever anybody looks. */
  afterEach(async () => expect(await placesTaken(house)).toBeLessThanOrEqual(1))

  it('cannot go out before the workplace and the minimum wage are known; what is missing stands at its field', async () => {
    const owner = await openPhone(house, '田中 誠')
    await owner.follow()
    await owner.say(await ownerClaimCode(SESSION_SECRET))
    admin = openClient(house)
    await signIn(admin, owner)
    const [misaki, daisuke, ayaka, kenta] = await Promise.all(NAMES.map((name) => alumnus(house, name, 'shibuya')))
    if (!misaki || !daisuke || !ayaka || !kenta) throw new Error('Somebody is missing.')
    hands = { 美咲: misaki, 大輔: daisuke, 彩香: ayaka, 健太: kenta }

    const form = await admin.get('/admin/shifts/new?store=shibuya')
    const draft = await admin.submit(form, '/admin/shifts', evening())
    expect(draft.words).toContain('住所を番地まで')
    expect(draft.words).toContain('最低賃金がわかりません')
    path = /\/admin\/shifts\/[0-9a-f-]{36}/.exec(draft.path + draft.html)?.[0] ?? ''

    await admin.submit(await admin.get('/admin/employers/shibuya'), /versions$/, workplace())
    await admin.submit(await admin.get('/admin/employers'), /floors$/, {
      prefecture: '東京',
      yen: String(listedFloor('東京')?.yen ?? 0),
      effectiveOn: listedFloor('東京')?.effectiveOn ?? '',
      source: '東京労働局のページ',
    })
    const edit = await admin.get(`${path}/edit`)
    const confirm = await admin.submit(edit, /versions$/, workplaceTerms())
    expect(confirm.words).not.toContain('がわかりません')
  })

  it('asks everybody once, with the whole ad in the card', async () => {
    const confirm = await admin.get(`${path}/open`)
    expect(confirm.words).toContain('4人')
    const out = await admin.submit(confirm, /openings$/)
    expect(out.words).toContain('募集中')
    for (const name of NAMES) {
      const ad = await eventually(
        async () => (await hands[name].said()).find((words) => words.includes('応募する')),
        `the ad for ${name}`,
      )
      for (const item of ['株式会社あかり', '道玄坂9-9-9', '03-0000-0000', '接客', '1,500']) expect(ad).toContain(item)
    }
    await house.everyMinute(Date.now() + 60_000)
    const { rows } = await sql<{
      asks: number
    }>`select count(*) as asks from outbox_messages where topic is not null`.execute(house.store.db)
    expect(rows[0]?.asks).toBe(NAMES.length)
  })

  it('takes two applications in their order once they said that they are 18, and a kind no', async () => {
    for (const [name, place] of [
      ['美咲', '1番目'],
      ['大輔', '2番目'],
    ] as const) {
      // Nobody gave a year of birth, and an hour of it is at night.
      expect(await hands[name].tap('応募する')).toContain('18歳以上ですか')
      expect(await hands[name].tap('はい、18歳以上です')).toContain(place)
    }
    expect(await hands.彩香.tap('今回は見送る')).toContain('お返事ありがとうございます')
  })

  it('is given to whom the owner chooses, and closed with it: the other stands by, who taps now reads 募集終了', async () => {
    const detail = await admin.get(path)
    await admin.submit(detail, /approvals$/, { member: await idOf(house, '大輔') })
    const agreed = await eventually(
      async () =>
        (await hands.大輔.said()).find((words) => words.includes('シフトが決まりました') || words.includes('確定')),
      'the confirmation',
    )
    for (const item of ['株式会社あかり', '1,500', '変更なし']) expect(agreed).toContain(item)
    await eventually(
      async () => (await hands.美咲.said()).some((words) => words.includes('補欠としてお名前をお預かりしています')),
      'the standby',
    )
    expect(await hands.健太.tap('応募する')).toContain('募集終了')
    expect((await admin.get(path)).words).toContain('大輔')
  })

  it('passes to who stands by when the person asks to be let off and the shop agrees', async () => {
    await hands.大輔.post(`shift:${path.split('/').at(-1)}:cancel`)
    expect(await hands.大輔.tap('体調が悪いため')).toContain('取り消しのお願い')
    const asked = await admin.get(path)
    expect(asked.words).toContain('体調が悪いため')
    await admin.submit(asked, /requests\/[0-9a-f-]+\/answers$/, { answer: 'accept' })
    const offer = await hands.美咲.post(`shift:${path.split('/').at(-1)}:show`)
    expect(offer).toContain('空きが')
    expect(await hands.美咲.tap('引き受ける')).toContain('確定')
    expect(await placesTaken(house)).toBe(1)
  })

  it('is called off by the shop only with a reason and the allowance in sight, and the person is told at once', async () => {
    const [cancel = ''] =
      /\/admin\/shifts\/[0-9a-f-]{36}\/assignments\/[0-9a-f-]{36}\/cancel(?=")/.exec((await admin.get(path)).html) ?? []
    const page = await admin.get(cancel)
    expect(page.words).toContain('休業手当')
    // 60 % of six hours at 1,500 yen and an hour of night: 0.6 × (9,000 + 375).
    expect(page.words).toContain('5,625円')
    const refused = await admin.submit(page, /cancellations$/, { words: '' })
    expect(refused.status).toBe(422)
    await admin.submit(page, /cancellations$/, { words: '台風で休業するため', sure: 'yes' })
    await eventually(
      async () => (await hands.美咲.said()).some((words) => words.includes('台風で休業するため')),
      'the news',
    )
    expect(await placesTaken(house)).toBe(0)
    expect((await admin.get(path)).words).toContain('お店の都合')
  })
})

const evening = () => ({
  day: tokyoDay(STARTS),
  from: '17:00',
  until: '23:00',
  breakMinutes: '0',
  headcount: '1',
  closesDay: tokyoDay(STARTS),
  closesTime: '12:00',
  roles: ['hall'],
  wageYen: '1500',
  transportYen: '500',
  duties: 'ホールでの接客',
  leadMinutes: '0',
  waveSize: '10',
  waveMinutes: '30',
})
const workplaceTerms = () => ({
  prefecture: '東京',
  employerName: '株式会社あかり',
  employerAddress: '東京都渋谷区道玄坂9-9-9',
  contact: '03-0000-0000',
  smoking: '屋内禁煙',
  place: '渋谷店（東京都渋谷区道玄坂9-9-9）',
})
const workplace = () => ({
  ...workplaceTerms(),
  address: '東京都渋谷区道玄坂9-9-9',
  insurance: '労災保険',
  payTerms: '月末締め、翌月25日払い',
  desk: '店長',
})

async function placesTaken({ store: { db } }: House) {
  const { rows } = await sql<{ taken: number }>`select (select count(*) from assignments where state = 'confirmed')
    + (select count(*) from shift_claims where state = 'offered') as taken`.execute(db)
  return rows[0]?.taken ?? 0
}

async function idOf({ store: { db } }: House, name: string) {
  return (await db.selectFrom('members').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id
}

async function signIn(client: Client, phone: Phone) {
  const { uri = '' } = await phone.find(/開く|管理/)
  const at = new URL(uri).pathname
  return client.submit(await client.get(at), at)
}
