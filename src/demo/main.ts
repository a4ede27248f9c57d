/** `npm run demo`. Only this file runs before Node's version is known: better-sqlite3 ends an older Node without a word. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`Okaeri needs Node 22.12 or newer; this is ${process.versions.node}. / Node.js 22.12 以上が必要です。`)
  process.exit(1)
}

const { runDemo } = await import('./demo.ts')
await runDemo({ fresh: process.argv.includes('--fresh'), env: process.env }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})

export {}
