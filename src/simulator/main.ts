import { z } from 'zod'
import { createSimulator, listen, type Simulator, type SimulatorOptions } from './simulator.ts'
import { keepInFile, loadFile } from './snapshot.ts'

const filled = z.string().min(1)
const count = z.coerce.number().int().nonnegative()

const Environment = z.object({
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  /** A JSON file that keeps people, chats and the rest over restarts. */
  SIMULATOR_STATE: filled.optional(),
  SIMULATOR_WEBHOOK_URL: z.url().optional(),
  /** The shop's name on the phone page. */
  SIMULATOR_ACCOUNT_NAME: filled.optional(),
  SIMULATOR_LIFF_ENDPOINT_URL: z.url().optional(),
  SIMULATOR_CHANNEL_ID: filled.optional(),
  SIMULATOR_CHANNEL_SECRET: filled.optional(),
  SIMULATOR_ACCESS_TOKEN: filled.optional(),
  SIMULATOR_QUOTA: count.default(200),
  SIMULATOR_QUOTA_USED: count.optional(),
})
type Environment = z.output<typeof Environment>

async function main() {
  const read = Environment.safeParse(process.env)
  if (!read.success) fail(z.prettifyError(read.error).replaceAll('\n', ' '))
  const { SIMULATOR_PORT: port, SIMULATOR_STATE: path } = read.data
  const simulator = createSimulator(optionsOf(read.data))
  const unusable = (error: unknown) => fail(`The state file ${path} cannot be used: ${sentence(error)}`)
  orElse(() => path !== undefined && loadFile(simulator.world, path), unusable)
  const { url, close } = await listen(simulator, port).catch((error: unknown) => fail(whyNotListening(error, port)))
  // Only now, so that a second start by mistake does not write over the file of the first.
  const kept = orElse(() => (path === undefined ? undefined : keepInFile(simulator.world, path, unusable)), unusable)
  // Before a word is said: whoever reads it may stop us at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, async () => {
      kept?.save()
      await close()
      process.exit(0)
    })
  console.log(`LINE simulator on ${url}`)
  if (read.data.SIMULATOR_CHANNEL_SECRET === undefined) console.log(secretsOf(simulator))
}

function orElse<Result>(run: () => Result, onFailure: (error: unknown) => never): Result {
  try {
    return run()
  } catch (error) {
    return onFailure(error)
  }
}

/** What the bot needs to talk to a platform that chose its secrets itself. */
function secretsOf({ world }: Simulator) {
  const { channelId, channelSecret, accessToken } = world.settings
  return `LINE_CHANNEL_ID=${channelId} LINE_CHANNEL_SECRET=${channelSecret} LINE_CHANNEL_ACCESS_TOKEN=${accessToken}`
}

/** One clear line, and exit code 1. */
function fail(line: string): never {
  console.error(line)
  process.exit(1)
}

function whyNotListening(error: unknown, port: number) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  return isTaken ? `Port ${port} is in use: stop what runs there, or set SIMULATOR_PORT.` : sentence(error)
}

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
    ...(given.SIMULATOR_LIFF_ENDPOINT_URL === undefined ? {} : { liffEndpointUrl: given.SIMULATOR_LIFF_ENDPOINT_URL }),
    ...(given.SIMULATOR_CHANNEL_ID === undefined ? {} : { channelId: given.SIMULATOR_CHANNEL_ID }),
    ...(given.SIMULATOR_CHANNEL_SECRET === undefined ? {} : { channelSecret: given.SIMULATOR_CHANNEL_SECRET }),
    ...(given.SIMULATOR_ACCESS_TOKEN === undefined ? {} : { accessToken: given.SIMULATOR_ACCESS_TOKEN }),
  }
}

await main()
