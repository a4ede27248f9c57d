import type { ChildProcess } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openSqlite, type SqliteStore } from '../db/sqlite.ts'
import { issueLoginLink } from '../operators/operators.ts'
import { setPin } from '../stores/pins.ts'
import { createTill } from '../stores/tills.ts'
import { befriendEveryone } from './line-friends.ts'
import {
  ALUMNI,
  MEMBERS_COUNT,
  memberUserId,
  NEWCOMER_USER_ID,
  OWNER,
  OWNER_USER_ID,
  pick,
  ROLES,
  SHOP_NAME,
  STAFF,
  STORES,
} from './people.ts'
import { startProgram, stopPrograms } from './programs.ts'
import { seedShop } from './seed.ts'

const QUOTA = 200
/** What the demo shop has already sent this month. */
const QUOTA_USED = 58
const FOLDER = './data/demo'
const DEMO_TILL = 'デモのレジ'
/** Of everybody who stands at a till of the demo shop. */
const DEMO_PIN = '482913'
/** One of the alumni who has a coupon that was not used yet. */
const WITH_COUPON = 4

type Demo = { folder: string; port: number; simulatorPort: number }

/**
 * Starts the simulated LINE platform and the product (the same program as `npm start`), and prints three links.
 * Goes on with the data of the last time; `fresh` starts over. Resolves when it is running; stops on SIGINT and SIGTERM.
 */
export async function runDemo({ fresh, env }: { fresh: boolean; env: NodeJS.ProcessEnv }) {
  const demo: Demo = {
    folder: env.DEMO_FOLDER ?? FOLDER,
    port: Number(env.PORT ?? 3000),
    simulatorPort: Number(env.SIMULATOR_PORT ?? 3001),
  }
  for (const [name, port] of [
    ['PORT', demo.port],
    ['SIMULATOR_PORT', demo.simulatorPort],
  ] as const)
    await mustBeFree(name, port)
  mustBeWritable(demo.folder, fresh)

  const running: ChildProcess[] = []
  const stop = async (code: number) => process.exit(await stopPrograms(running, code))
  try {
    const settings = settingsOf(demo)
    const { store, isNew } = await startAll(settings, running)
    process.once('SIGINT', () => stop(0)).once('SIGTERM', () => stop(0))
    for (const program of running) program.once('exit', () => stop(1))
    // Last: whoever sees the links may stop it at once.
    await printLinks(store, settings, isNew)
    store.close()
  } catch (error) {
    await stopPrograms(running, 1)
    throw error
  }
}

/** Starts both programs, and puts each into `running` as soon as there is something to stop. */
async function startAll(settings: ReturnType<typeof settingsOf>, running: ChildProcess[]) {
  const simulatorReady = `${settings.LINE_API_BASE_URL}/`
  running.push(await startProgram('src/simulator/main.ts', [], settings, simulatorReady))
  const store = openSqlite(settings.DATABASE_PATH)
  const isNew = !(await isSeeded(store))
  if (isNew) {
    await befriendEveryone(settings.LINE_API_BASE_URL)
    await seedShop(store, Date.now())
  }
  await givePins(store, settings.SESSION_SECRET)
  await startProgram('src/cli.ts', ['rich-menus', 'sync'], settings)
  running.push(await startProgram('src/cli.ts', ['start'], settings, `${settings.BASE_URL}/healthz`))
  return { store, isNew }
}

/** What the product reads from its environment, here all of it made up and kept beside the demo's data. */
function settingsOf({ folder, port, simulatorPort }: Demo) {
  const secrets = join(folder, 'secrets.json')
  if (!existsSync(secrets))
    writeFileSync(secrets, JSON.stringify({ channel: randomHex(16), token: randomHex(24), session: randomHex(32) }), {
      mode: 0o600,
    })
  const { channel, token, session } = JSON.parse(readFileSync(secrets, 'utf8'))
  const simulator = `http://127.0.0.1:${simulatorPort}`
  const product = `http://127.0.0.1:${port}`

  return {
    LINE_CHANNEL_SECRET: String(channel),
    LINE_CHANNEL_ACCESS_TOKEN: String(token),
    LINE_API_BASE_URL: simulator,
    LINE_DATA_API_BASE_URL: simulator,
    BASE_URL: product,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_PATH: join(folder, 'okaeri.db'),
    SESSION_SECRET: String(session),
    SIMULATOR_PORT: String(simulatorPort),
    SIMULATOR_STATE: join(folder, 'simulator.json'),
    SIMULATOR_WEBHOOK_URL: `${product}/webhook`,
    SIMULATOR_CHANNEL_SECRET: String(channel),
    SIMULATOR_ACCESS_TOKEN: String(token),
    SIMULATOR_ACCOUNT_NAME: SHOP_NAME,
    SIMULATOR_QUOTA: String(QUOTA),
    SIMULATOR_QUOTA_USED: String(QUOTA_USED),
  }
}

async function printLinks(
  store: SqliteStore,
  settings: { BASE_URL: string; LINE_API_BASE_URL: string },
  isNew: boolean,
) {
  const now = Date.now()
  const login = await issueLoginLink(store, { operatorId: OWNER.operatorId, now })
  await forgetDemoTills(store)
  const till = await createTill(store, { storeId: STORES[0].id, name: DEMO_TILL, operatorId: OWNER.operatorId, now })
  const stranger = pick(ALUMNI, MEMBERS_COUNT + 2)
  const nameOf = (list: readonly { id: string; name: string }[], id: string) => list.find((one) => one.id === id)?.name

  console.log(`
おかえり  ${isNew ? 'デモのお店を用意しました' : '前回の続きから始めます'}（Ctrl-C で終了、最初からは npm run demo -- --fresh）

  スマホ    ${settings.LINE_API_BASE_URL}/?people=${NEWCOMER_USER_ID},${OWNER_USER_ID},${memberUserId(WITH_COUPON)}
  phone     友だち追加から始めます。名簿にある人: ${stranger.name}・${nameOf(STORES, stranger.storeId)}・${nameOf(ROLES, stranger.roleId)}・${stranger.leftOn}
  管理画面  ${settings.BASE_URL}/login/${login}
  admin     10分間、1回だけ使えます。次からは、店長のスマホで「管理」と送ってください。
  レジ      ${settings.BASE_URL}/till/enrol/${till.token}
  till      この端末を${STORES[0].name}のレジとして登録します。担当は ${STAFF[0].name}、PIN は ${DEMO_PIN}
  クーポン  スマホで${pick(ALUMNI, WITH_COUPON).name}さんを選び、「マイクーポン」→「使う」
  coupon    出たコードをレジに入力します。
`)
}

/** Once; who changed theirs keeps it. */
async function givePins(store: SqliteStore, pepper: string) {
  const known = await store.db.selectFrom('operator_pins').select('operator_id').execute()
  if (known.length > 0) return
  const given = { setBy: OWNER.operatorId, storeId: null, pin: DEMO_PIN, pepper, now: Date.now() }
  for (const { id } of STAFF) await setPin(store, { ...given, operatorId: id })
}

/** Links of earlier starts that no device took. */
const forgetDemoTills = ({ db }: SqliteStore) =>
  db.deleteFrom('tills').where('name', '=', DEMO_TILL).where('enrolled_at', 'is', null).execute()

async function isSeeded({ db }: SqliteStore) {
  return (
    (await db.selectFrom('operators').select('id').where('id', '=', OWNER.operatorId).executeTakeFirst()) !== undefined
  )
}

function mustBeWritable(folder: string, fresh: boolean) {
  try {
    if (fresh) rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch {
    throw new Error(`The folder ${folder} cannot be written to. / フォルダ ${folder} に書き込めません。`)
  }
}

async function mustBeFree(name: string, port: number) {
  const server = createServer()
  await new Promise<void>((free, failed) => server.once('error', failed).listen(port, '127.0.0.1', free)).catch(() => {
    throw new Error(
      `Port ${port} is in use; choose another: ${name}=${port + 100} npm run demo / ポート ${port} は使用中です。`,
    )
  })
  await new Promise((closed) => server.close(closed))
}

const randomHex = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex')
