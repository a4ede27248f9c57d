import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { instanceInFile } from '../../src/db/instance-file.ts'
import { openLine } from '../../src/line/gateway.ts'
import { openPost } from '../../src/line/post-node.ts'
import { configFor } from '../deps.ts'
import { openPatiently } from '../patience.ts'

/** A process that does nothing but send, on a clock that runs faster, until it is killed. */
const { DATABASE = '', LINE_URL = '', SPEED = '1', CLOCK_FROM = '0' } = process.env
const now = () => Number(CLOCK_FROM) + Math.round((Date.now() - Number(CLOCK_FROM)) * Number(SPEED))
const config = configFor({ LINE_API_BASE_URL: LINE_URL })
const log = { info: () => {}, warn: () => {}, error: () => {} }
const store = await openPatiently(DATABASE)
const instance = instanceInFile(`${DATABASE}.instance`)
const line = openLine({ config: config.line, log, now: Date.now, post: openPost() })

process.stdout.write('ready\n')
for (;;) {
  const at = await workBroadcasts({ store, line, instance, config, log, now }).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    return undefined
  })
  const waitMs = at === undefined ? 50 : Math.min(Math.max((at - now()) / Number(SPEED), 0), 50)
  await new Promise((wake) => setTimeout(wake, waitMs))
}
