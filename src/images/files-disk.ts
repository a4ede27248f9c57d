import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files } from './files.ts'

const NAME = /^[0-9a-z.-]{1,64}$/

/** A folder of its own; a name that could leave it is refused. */
export function filesOnDisk(folder: string): Files {
  const pathOf = (name: string) => {
    if (!NAME.test(name) || name.startsWith('.')) throw new Error('not a name of a file of ours')
    return join(folder, name)
  }
  return {
    put: async (name, bytes) => {
      const path = pathOf(name)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(`${path}.part`, bytes, { flush: true, mode: 0o600 })
      await rename(`${path}.part`, path)
    },
    get: async (name) => {
      try {
        return new Uint8Array(await readFile(pathOf(name)))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  }
}
