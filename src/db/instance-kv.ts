import type { KVNamespace } from '@cloudflare/workers-types'
import type { Instance } from './instance.ts'

const KEY = 'instance'

/** Cloudflare's key-value store: restoring D1 to an earlier time does not touch it. */
export const instanceInKv = (kv: KVNamespace): Instance => ({
  read: async () => (await kv.get(KEY)) ?? undefined,
  write: (record) => kv.put(KEY, record),
})
