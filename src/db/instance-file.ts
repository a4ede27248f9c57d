import { type FileHandle, open } from 'node:fs/promises'
import { z } from 'zod'
import type { Instance } from './instance.ts'

/** Always so many bytes, so that one write replaces the last one whole: there is no moment without a record. */
const BYTES = 512
const Kept = z.object({ ino: z.string(), born: z.string().nullable(), record: z.string() })

/**
 * A file beside the database, which must not be restored or copied with it. It knows itself by its inode and, where the
 * file system has one, its time of birth: copied along with the whole folder, it is as if it were not there.
 */
export function instanceInFile(path: string): Instance {
  return {
    read: async () => {
      const file = await open(path, 'r').catch(() => undefined)
      if (!file) return undefined
      try {
        const kept = await readKept(file)
        const self = await identityOf(file)
        const isItself = kept?.ino === self.ino && (kept.born === null || kept.born === self.born)
        return isItself ? kept.record : undefined
      } finally {
        await file.close()
      }
    },
    write: async (record) => {
      // Another process may make it at the same moment.
      const file = await open(path, 'r+').catch(() => open(path, 'wx+', 0o600).catch(() => open(path, 'r+')))
      try {
        const { ino, born, isSure } = await identityOf(file)
        const json = JSON.stringify({ ino, born: isSure ? born : null, record })
        if (Buffer.byteLength(json) >= BYTES) throw new Error('The record of the instance is too long.')
        await file.write(Buffer.from(`${json.padEnd(BYTES - 1)}\n`), 0, BYTES, 0)
        await file.sync()
      } finally {
        await file.close()
      }
    },
  }
}

async function readKept(file: FileHandle) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BYTES), 0, BYTES, 0)
  try {
    return Kept.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead)))
  } catch {
    return undefined
  }
}

/**
 * Inode numbers are used again, times of birth are not. Where a file system has no birth, Node tells the last change, or
 * nothing: so it is believed only when it differs from the last change, which it does from the second write on.
 */
async function identityOf(file: FileHandle) {
  const { ino, birthtimeNs, ctimeNs } = await file.stat({ bigint: true })
  return { ino: String(ino), born: String(birthtimeNs), isSure: birthtimeNs > 0n && birthtimeNs !== ctimeNs }
}
