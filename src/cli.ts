/** Only this file runs before Node's version is known: better-sqlite3 ends an older Node without a word. */
const NODE_MIN = [22, 12] as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1]))
  fail(`Okaeri needs Node ${NODE_MIN.join('.')} or newer; this is ${process.versions.node}.`)

const commands: Record<string, () => Promise<unknown>> = {
  start: async () => (await import('./node.ts')).startNode(process.env),
  'rich-menus draw': async () => (await import('./line/rich-menu-files.ts')).drawRichMenus(),
  'rich-menus sync': async () => (await import('./line/rich-menu-files.ts')).syncRichMenuFiles(process.env),
  // Workers have no first start that could print it.
  'owner-code': async () => console.log(await (await import('./operators/operators.ts')).ownerClaimCode(secret())),
}

const command = commands[process.argv.slice(2).join(' ')]
if (!command) fail(`Usage: npm run okaeri -- ${Object.keys(commands).join(' | ')}`)
await command().catch((error: unknown) => fail(explain(error)))

function explain(error: unknown) {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'ConfigError')
    return `The environment is not usable:\n${error.message}\nTo try Okaeri without any of this: npm run demo`
  if ('code' in error && error.code === 'EADDRINUSE')
    return `Port ${process.env.PORT ?? 3000} is in use. Stop what uses it, or set PORT to another.`
  if (
    'code' in error &&
    String(error.code).match(/^(EACCES|EROFS|EPERM|ENOTDIR|EEXIST|SQLITE_CANTOPEN|SQLITE_READONLY)/)
  )
    return `The folder of DATABASE_PATH (${process.env.DATABASE_PATH ?? './data/okaeri.db'}) cannot be written to.`
  return error.message
}

function secret() {
  return process.env.SESSION_SECRET || fail('Set SESSION_SECRET to the one of the installation.')
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
