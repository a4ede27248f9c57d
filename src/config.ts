import { z } from 'zod'

const LINE_API = 'https://api.line.me'
const LINE_DATA_API = 'https://api-data.line.me'
/** LINE's own copy of the LIFF SDK: it may not be served from elsewhere. */
const LIFF_SDK = 'https://static.line-scdn.net/liff/edge/2/sdk.js'
const SECRETS = ['LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN', 'SESSION_SECRET']

const required = 'is missing'
const origin = () =>
  z
    .string()
    .refine(isOrigin, 'must be an http(s) origin without a path, such as https://shop.example')
    .transform((url) => new URL(url).origin)

const Env = z
  .object({
    LINE_CHANNEL_SECRET: z
      .string(required)
      .transform((secrets) => secrets.split(',').map((secret) => secret.trim()))
      .pipe(
        z
          .array(
            z
              .string()
              .regex(
                /^[0-9a-f]{32}$/,
                'each secret must be 32 characters of 0-9a-f, as the LINE Developers Console shows it',
              ),
          )
          .min(1)
          .max(2, 'at most two secrets, comma-separated, during a rotation'),
      ),
    LINE_CHANNEL_ACCESS_TOKEN: z.string().min(1).optional(),
    LINE_CHANNEL_ID: z.string().regex(/^\d+$/, 'must be digits').optional(),
    LINE_API_BASE_URL: origin().default(LINE_API),
    LINE_DATA_API_BASE_URL: origin().default(LINE_DATA_API),
    BASE_URL: z.string(required).pipe(origin()),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(3000),
    DATABASE_PATH: z.string().min(1).default('./data/okaeri.db'),
    SESSION_SECRET: z.string(required).min(32, 'must have at least 32 characters'),
    LINE_BASIC_ID: z
      .string()
      .regex(/^@[0-9a-z._-]{1,20}$/i, 'must look like @123abcde: the basic ID of the LINE official account')
      .optional(),
    LIFF_ID: z
      .string()
      .regex(
        /^\d{5,15}-[0-9A-Za-z]{4,20}$/,
        'must look like 1234567890-AbCdEfGh, as the LINE Developers Console shows it',
      )
      .optional(),
    LIFF_SDK_URL: z.url('must be a URL').default(LIFF_SDK),
  })
  .refine((env) => env.LINE_CHANNEL_ACCESS_TOKEN || env.LINE_CHANNEL_ID, {
    path: ['LINE_CHANNEL_ACCESS_TOKEN'],
    message: 'is missing (or set LINE_CHANNEL_ID for short-lived tokens that renew themselves)',
    when: () => true,
  })

export type Config = {
  /** The public origin, without a slash at the end. */
  baseUrl: string
  host: string
  port: number
  databasePath: string
  sessionSecret: string
  /** Of the official account, such as @123abcde. Without it invitations lead to the shop's own page. */
  lineBasicId?: string
  /** Without it links from the chat open our pages directly. An ID token is for the channel that the LIFF id begins with. */
  liff?: { id: string; channelId: string; sdkUrl: string }
  line: {
    /** One, or two during a rotation, in any order: either may have signed a webhook, and either may be the one that gives tokens. */
    channelSecrets: readonly string[]
    auth: { kind: 'token'; token: string } | { kind: 'stateless'; channelId: string }
    apiBaseUrl: string
    dataApiBaseUrl: string
  }
}

/** The environment is not usable; the message names every wrong variable, with secrets masked. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The one reading of the environment: process.env on Node, the bindings on Workers. Throws ConfigError. */
export function loadConfig(env: Record<string, unknown>): Config {
  const parsed = Env.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success) throw new ConfigError(explain(parsed.error, env))

  const {
    LINE_CHANNEL_SECRET: secrets,
    LINE_CHANNEL_ACCESS_TOKEN: token,
    LINE_CHANNEL_ID: channelId,
    ...rest
  } = parsed.data
  return {
    baseUrl: rest.BASE_URL,
    host: rest.HOST,
    port: rest.PORT,
    databasePath: rest.DATABASE_PATH,
    sessionSecret: rest.SESSION_SECRET,
    ...(rest.LINE_BASIC_ID === undefined ? {} : { lineBasicId: rest.LINE_BASIC_ID }),
    ...(rest.LIFF_ID === undefined ? {} : { liff: liffOf(rest.LIFF_ID, rest.LIFF_SDK_URL) }),
    line: {
      channelSecrets: secrets,
      auth: token ? { kind: 'token', token } : { kind: 'stateless', channelId: channelId ?? '' },
      apiBaseUrl: rest.LINE_API_BASE_URL,
      dataApiBaseUrl: rest.LINE_DATA_API_BASE_URL,
    },
  }
}

const liffOf = (id: string, sdkUrl: string) => ({ id, channelId: id.replace(/-.*$/, ''), sdkUrl })

function explain(error: z.ZodError, env: Record<string, unknown>) {
  const lines = error.issues.map(({ path, message }) => {
    const name = String(path[0])
    const value = env[name]
    const shown =
      value === undefined || value === ''
        ? ''
        : SECRETS.includes(name)
          ? ' (set, not shown)'
          : ` (now: ${String(value)})`
    return `  ${name}: ${message}${shown}`
  })
  return [...new Set(lines)].join('\n')
}

function isOrigin(url: string) {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).pathname === '/'
}
