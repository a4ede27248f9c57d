import type { Store } from '../db/store.ts'
import { finishAccepted } from './accepting.ts'
import { type Finish, finishChunk } from './finishing.ts'

/** Accepted requests that are written down together. */
const TOGETHER_MAX = 64

export type Finisher = { finish(finish: Finish): Promise<void> }

/**
 * Writes down what became of the requests of one broadcast. While one batch is being committed the next gathers, so that
 * many fast answers cost few commits; whatever was not accepted is a batch of its own.
 */
export function openFinisher(store: Store): Finisher {
  type Waiting = { finish: Finish; resolve(): void; reject(error: unknown): void }
  const waiting: Waiting[] = []
  let isWriting = false

  const write = async () => {
    isWriting = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, TOGETHER_MAX)
      await finishAccepted(
        store,
        group.map(({ finish }) => finish),
      ).then(
        () => group.forEach(({ resolve }) => void resolve()),
        (error: unknown) => group.forEach(({ reject }) => void reject(error)),
      )
    }
    isWriting = false
  }
  return {
    finish: (finish) =>
      finish.outcome.kind === 'accepted'
        ? new Promise((resolve, reject) => {
            waiting.push({ finish, resolve, reject })
            if (!isWriting) void write()
          })
        : finishChunk(store, finish),
  }
}
