import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import packed, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A phone as most guests hold it, and a small laptop. */
export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1280, height: 800 }

/** Unpacks the browser once for all test files: the file is not there half-written when two of them start. */
export const setup = async () => void (await packed.executablePath())

/** Starts the Chromium that came with npm; with the libraries it brought where the machine has none. `more`: further flags. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const launch = async () =>
    chromium.launch({ executablePath: await packed.executablePath(), args: [...FLAGS, ...more], headless: true })
  try {
    return await launch()
  } catch {
    const packages = dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium')))
    await inflate(join(packages, '..', 'bin', 'al2023.tar.br'))
    setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'))
    return launch()
  }
}
