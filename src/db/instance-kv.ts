import type { KVNamespace } from '@cloudflare/workers-types'
import type { Instance } from './instance.ts'

const KEY = 'instance'

/**
 * Cloudflare's key-value store: restoring D1 to an earlier time does not touch it. A place that read the record lately goes
 * on reading the same, or that there is none, for up to a minute. That never stops the living database: it may be ahead of
 * what is read, and a line that began just now needs no record yet (settlesInMs). It lets a restored one work for at most
 * that minute, with requests under the keys of those that LINE has just taken.
 */
export const instanceInKv = (kv: KVNamespace): Instance => ({
  read: async () => (await kv.get(KEY)) ?? undefined,
  write: (record) => kv.put(KEY, record),
  settlesInMs: 2 * 60_000,
})
