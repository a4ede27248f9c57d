/**
 * Who was erased, kept outside the database, so that a restored backup cannot bring them back. A tombstone is a member's
 * random id and nothing else: it says nothing about anybody once the person is erased.
 */
export type Tombstones = {
  /** Durable when it resolves; repeating it is harmless. */
  add(memberId: string): Promise<void>
  /** Every member id that was ever added. */
  list(): Promise<readonly string[]>
}

/** For tests and for programs that end with their process. */
export function tombstonesInMemory(): Tombstones {
  const ids = new Set<string>()
  return {
    add: async (memberId) => void ids.add(memberId),
    list: async () => [...ids],
  }
}
