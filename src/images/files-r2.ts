import type { R2Bucket } from '@cloudflare/workers-types'
import type { Files } from './files.ts'

/** Cloudflare's object store. */
export const filesInR2 = (bucket: R2Bucket): Files => ({
  put: async (name, bytes, mediaType) => {
    await bucket.put(name, bytes, { httpMetadata: { contentType: mediaType } })
  },
  get: async (name) => {
    const object = await bucket.get(name)
    return object ? new Uint8Array(await object.arrayBuffer()) : undefined
  },
  remove: (name) => bucket.delete(name),
})
