import type { KVNamespace } from '@cloudflare/workers-types'
import type { Tombstones } from './tombstones.ts'

const PREFIX = 'erased:'

/** Cloudflare's key-value store: restoring D1 to an earlier time does not touch it. */
export function tombstonesInKv(kv: KVNamespace): Tombstones {
  return {
    add: (memberId) => kv.put(`${PREFIX}${memberId}`, ''),
    list: async () => {
      const ids: string[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await kv.list({ prefix: PREFIX, ...(cursor === undefined ? {} : { cursor }) })
        ids.push(...page.keys.map(({ name }) => name.slice(PREFIX.length)))
        if (page.list_complete) return ids
        cursor = page.cursor
      }
    },
  }
}
