/**
 * Where this installation keeps, outside its database, which database is the living one (src/db/fence.ts): a copy or a
 * restored backup then knows that it is one.
 */
export type Instance = {
  /** What was written last; undefined when there is nothing, or nothing readable. */
  read(): Promise<string | undefined>
  /** Durable when it resolves. */
  write(record: string): Promise<void>
  /** How long it takes until what was written is read everywhere; at once when it is not said. */
  settlesInMs?: number
}

/** For tests and for programs that end with their process. */
export function instanceInMemory(): Instance {
  let kept: string | undefined
  return {
    read: async () => kept,
    write: async (record) => {
      kept = record
    },
  }
}
