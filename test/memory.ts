import { mkdtempSync, rmSync, statfsSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ROOM_MIN = 2 * 1024 ** 3
/** What the browser unpacked before, once for all runs. */
const KEPT = ['chromium', 'fonts']

/** Databases of tests are kept in memory where there is room for them: no commit waits for a disk. No test cuts the power. */
export function setup() {
  if (!hasRoom()) return undefined
  const folder = mkdtempSync(join(MEMORY, 'okaeri-tests-'))
  for (const name of KEPT) symlinkSync(join(tmpdir(), name), join(folder, name))
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ROOM_MIN
  } catch {
    return false
  }
}
