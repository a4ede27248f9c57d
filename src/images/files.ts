/** Where uploaded bytes are kept: a folder beside the database on Node, R2 on Workers. Names are ours, never a person's. */
export type Files = {
  /** Durable when it resolves; repeating it is harmless. */
  put(name: string, bytes: Uint8Array<ArrayBuffer>, mediaType: string): Promise<void>
  get(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  remove(name: string): Promise<void>
}

/** For tests and for programs that end with their process. */
export function filesInMemory(): Files {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    put: async (name, bytes) => void kept.set(name, bytes),
    get: async (name) => kept.get(name),
    remove: async (name) => void kept.delete(name),
  }
}
