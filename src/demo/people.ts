import type { BroadcastPurpose } from '../db/schema.ts'

/** The people and places of the demo shop: invented, and the same at every start. */

export const SHOP_NAME = '炉ばた あかり'

export const STORES = [
  { id: 'shibuya', name: '渋谷店' },
  { id: 'ebisu', name: '恵比寿店' },
  { id: 'nakameguro', name: '中目黒店' },
] as const

export const ROLES = [
  { id: 'hall', name: 'ホール' },
  { id: 'kitchen', name: 'キッチン' },
  { id: 'grill', name: '焼き場' },
  { id: 'drinks', name: 'ドリンク' },
] as const

export const OWNER = { memberId: 'demo-owner', operatorId: 'demo-owner-operator', name: '田中 誠' }

/** Who stands at the tills, one in each store; signed in there by a PIN. */
export const STAFF = [
  { id: 'demo-staff-0', name: '堀 さやか', storeId: 'shibuya' },
  { id: 'demo-staff-1', name: '宮本 亮太', storeId: 'ebisu' },
  { id: 'demo-staff-2', name: '菊地 悠', storeId: 'nakameguro' },
] as const

const NAMES =
  `佐藤 美咲/鈴木 大輔/高橋 彩香/田村 健太/伊藤 さくら/渡辺 翔/山本 真由美/中村 拓也/小林 愛/加藤 亮/吉田 千尋/山田 悠斗/佐々木 葵/山口 直樹/松本 奈々/井上 蓮/木村 陽菜/林 俊介/清水 美穂/山崎 大樹/森 結衣/池田 隼人/橋本 麻衣/阿部 慎也/石川 桃子/山下 和也/中島 優子/石井 駿/小川 里奈/前田 智也/岡田 香織/長谷川 光/藤田 美月/後藤 雄太/近藤 瞳/村上 圭/遠藤 菜摘/青木 航/坂本 由香/斉藤 翼/福田 あゆみ/太田 涼/西村 詩織/藤井 海斗/金子 恵/岡本 祐介/藤原 実咲/中野 純/三浦 沙織/原田 匠/松田 梨花/竹内 誠司/中川 朋美/小野 凌/田辺 紗英/石田 勇気/上田 佳奈/森田 洋平/原 楓/柴田 太一`.split(
    '/',
  )

const KANA =
  `サトウ ミサキ/スズキ ダイスケ/タカハシ アヤカ/タムラ ケンタ/イトウ サクラ/ワタナベ ショウ/ヤマモト マユミ/ナカムラ タクヤ/コバヤシ アイ/カトウ リョウ/ヨシダ チヒロ/ヤマダ ユウト/ササキ アオイ/ヤマグチ ナオキ/マツモト ナナ/イノウエ レン/キムラ ヒナ/ハヤシ シュンスケ/シミズ ミホ/ヤマザキ ダイキ/モリ ユイ/イケダ ハヤト/ハシモト マイ/アベ シンヤ/イシカワ モモコ/ヤマシタ カズヤ/ナカジマ ユウコ/イシイ シュン/オガワ リナ/マエダ トモヤ/オカダ カオリ/ハセガワ ヒカル/フジタ ミヅキ/ゴトウ ユウタ/コンドウ ヒトミ/ムラカミ ケイ/エンドウ ナツミ/アオキ ワタル/サカモト ユカ/サイトウ ツバサ/フクダ アユミ/オオタ リョウ/ニシムラ シオリ/フジイ カイト/カネコ メグミ/オカモト ユウスケ/フジワラ ミサキ/ナカノ ジュン/ミウラ サオリ/ハラダ タクミ/マツダ リカ/タケウチ セイジ/ナカガワ トモミ/オノ リョウ/タナベ サエ/イシダ ユウキ/ウエダ カナ/モリタ ヨウヘイ/ハラ カエデ/シバタ タイチ`.split(
    '/',
  )

export type Alumnus = {
  index: number
  name: string
  kana: string
  storeId: string
  roleId: string
  joinedOn: string
  leftOn: string
}

/** The 60 people on the roster. The first 25 became members; the others have not been heard of yet. */
export const ALUMNI: readonly Alumnus[] = NAMES.map((name, index) => ({
  index,
  name,
  kana: pick(KANA, index),
  storeId: pick(STORES, index).id,
  roleId: pick(ROLES, index * 7 + Math.floor(index / 3)).id,
  joinedOn: `${2021 + ((index * 3) % 5) - 1 - (index % 4)}-${pad(1 + ((index * 7) % 12))}-01`,
  leftOn: `${2021 + ((index * 3) % 5)}-${pad(1 + ((index * 11) % 12))}-${pad(1 + ((index * 13) % 28))}`,
}))

export const MEMBERS_COUNT = 25
/** Members who want no coupons: 23 of 25 remain, and whoever registers on the phone is the 24th. */
export const WITHOUT_COUPONS = [9, 17]
export const TAGS = ['まかない上手', '英語OK', '繁忙期に手伝える', '日本酒に詳しい']

export const memberIdOf = (index: number) => `demo-member-${index}`

/** Whether a demo member agreed to a purpose. */
export function wants(index: number, purpose: BroadcastPurpose) {
  if (purpose === 'coupons') return !WITHOUT_COUPONS.includes(index)
  if (purpose === 'shifts') return index % 3 !== 0
  if (purpose === 'events') return index % 5 !== 4
  return index !== 20
}

/** A well-formed LINE user id, the same at every start. */
export const demoUserId = (number: number) => `U${number.toString(16).padStart(32, '0')}`
export const OWNER_USER_ID = demoUserId(0xa000)
export const NEWCOMER_USER_ID = demoUserId(0xb000)
export const WAITING_USER_ID = demoUserId(0xc000)
export const memberUserId = (index: number) => demoUserId(0xd000 + index)

export function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length]
  if (found === undefined) throw new Error('The list is empty.')
  return found
}

function pad(day: number) {
  return String(day).padStart(2, '0')
}
