import { open, readFile } from 'node:fs/promises'
import type { Instance } from './instance.ts'

/** A file beside the database, which must not be restored or copied with it. */
export function instanceInFile(path: string): Instance {
  return {
    read: () => readFile(path, 'utf8').catch(() => undefined),
    write: async (record) => {
      const file = await open(path, 'w', 0o600)
      try {
        await file.writeFile(record)
        await file.sync()
      } finally {
        await file.close()
      }
    },
  }
}
