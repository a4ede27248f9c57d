import { appendFile, readFile } from 'node:fs/promises'
import type { Tombstones } from './tombstones.ts'

/** A file beside the database, one id a line; it must not be restored with it. */
export function tombstonesInFile(path: string): Tombstones {
  return {
    add: (memberId) => appendFile(path, `${memberId}\n`, { flush: true, mode: 0o600 }),
    list: async () => {
      const lines = (await readFile(path, 'utf8').catch(unlessMissing)).split('\n')
      // A crash can cut off the last line; its person is erased again by who asked, and their id written anew.
      return [...new Set(lines.slice(0, -1))].filter((id) => id !== '')
    },
  }
}

function unlessMissing(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
  throw error
}
