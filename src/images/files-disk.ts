import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files } from './files.ts'

const NAME = /^[0-9a-z.-]{1,64}$/

/** A folder of its own; of a name that could leave it nothing is kept, found or removed. */
export function filesOnDisk(folder: string): Files {
  const pathOf = (name: string) => (NAME.test(name) && !name.startsWith('.') ? join(folder, name) : undefined)
  return {
    put: async (name, bytes) => {
      const path = pathOf(name)
      if (path === undefined) throw new Error('not a name of a file of ours')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(`${path}.part`, bytes, { flush: true, mode: 0o600 })
      await rename(`${path}.part`, path)
    },
    get: async (name) => {
      const path = pathOf(name)
      if (path === undefined) return undefined
      try {
        return new Uint8Array(await readFile(path))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    remove: async (name) => {
      const path = pathOf(name)
      if (path !== undefined) await rm(path, { force: true })
    },
  }
}
