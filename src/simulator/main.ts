import { z } from 'zod'
import { createSimulator, listen, type SimulatorOptions } from './simulator.ts'
import { keepInFile } from './snapshot.ts'

const filled = z.string().min(1)
const count = z.coerce.number().int().nonnegative()

const Environment = z.object({
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  /** A JSON file that keeps people, chats and the rest over restarts. */
  SIMULATOR_STATE: filled.optional(),
  SIMULATOR_WEBHOOK_URL: z.url().optional(),
  /** The shop's name on the phone page. */
  SIMULATOR_ACCOUNT_NAME: filled.optional(),
  SIMULATOR_CHANNEL_ID: filled.optional(),
  SIMULATOR_CHANNEL_SECRET: filled.optional(),
  SIMULATOR_ACCESS_TOKEN: filled.optional(),
  SIMULATOR_QUOTA: count.default(200),
  SIMULATOR_QUOTA_USED: count.optional(),
})
type Environment = z.output<typeof Environment>

await main()

async function main() {
  const read = Environment.safeParse(process.env)
  if (!read.success) fail(z.prettifyError(read.error).replaceAll('\n', ' '))
  const { SIMULATOR_PORT: port, SIMULATOR_STATE: path } = read.data
  const simulator = createSimulator(optionsOf(read.data))
  const kept = path === undefined ? undefined : openState(simulator, path)
  const running = await listen(simulator, port).catch((error: unknown) =>
    fail(
      isCode(error, 'EADDRINUSE')
        ? `Port ${port} is in use: stop what runs there, or set SIMULATOR_PORT.`
        : sentence(error),
    ),
  )
  const { channelId, channelSecret, accessToken } = running.world.settings
  console.log(`LINE simulator on ${running.url}`)
  if (read.data.SIMULATOR_CHANNEL_SECRET === undefined)
    console.log(
      `LINE_CHANNEL_ID=${channelId} LINE_CHANNEL_SECRET=${channelSecret} LINE_CHANNEL_ACCESS_TOKEN=${accessToken}`,
    )
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, async () => {
      await running.close()
      saveOrFail(kept)
      process.exit(0)
    })
}

function openState({ world }: ReturnType<typeof createSimulator>, path: string) {
  const failed = (error: unknown) => fail(`The state file ${path} cannot be used: ${sentence(error)}`)
  try {
    const { save } = keepInFile(world, path, failed)
    return { save, failed }
  } catch (error) {
    return failed(error)
  }
}

function saveOrFail(kept: ReturnType<typeof openState> | undefined) {
  try {
    kept?.save()
  } catch (error) {
    kept?.failed(error)
  }
}

/** One clear line, and exit code 1. */
function fail(line: string): never {
  console.error(line)
  process.exit(1)
}

const isCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

function sentence(error: unknown) {
  if (error instanceof SyntaxError) return 'it is not JSON. Remove it to start over.'
  if (error instanceof z.ZodError) return 'it was not written by this simulator. Remove it to start over.'
  return error instanceof Error ? error.message : String(error)
}

function optionsOf(given: Environment): SimulatorOptions {
  return {
    quota: given.SIMULATOR_QUOTA,
    ...(given.SIMULATOR_QUOTA_USED === undefined ? {} : { quotaUsed: given.SIMULATOR_QUOTA_USED }),
    ...(given.SIMULATOR_WEBHOOK_URL === undefined ? {} : { webhookUrl: given.SIMULATOR_WEBHOOK_URL }),
    ...(given.SIMULATOR_ACCOUNT_NAME === undefined ? {} : { accountName: given.SIMULATOR_ACCOUNT_NAME }),
    ...(given.SIMULATOR_CHANNEL_ID === undefined ? {} : { channelId: given.SIMULATOR_CHANNEL_ID }),
    ...(given.SIMULATOR_CHANNEL_SECRET === undefined ? {} : { channelSecret: given.SIMULATOR_CHANNEL_SECRET }),
    ...(given.SIMULATOR_ACCESS_TOKEN === undefined ? {} : { accessToken: given.SIMULATOR_ACCESS_TOKEN }),
  }
}
