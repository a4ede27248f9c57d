import type { Store } from '../db/store.ts'
import type { Outcome } from '../line/line.ts'
import { finishAccepted } from './accepting.ts'
import { type Finish, finishChunk } from './finishing.ts'

/** Accepted requests that are written down together. */
const TOGETHER_MAX = 128
/** So many answers for each request that is still under way are worth a commit: a slow few don't keep the others waiting. */
const ANSWERED_EACH = 4

export type Finisher = {
  /** Counts a request as under way until it is answered. */
  watch(request: Promise<Outcome>): Promise<Outcome>
  finish(finish: Finish): Promise<void>
}

/**
 * Writes down what became of the requests of one broadcast. Answers gather until most of what is under way is answered, so
 * that many fast ones cost few commits; whatever was not accepted is a batch of its own. What is not written down yet when
 * the process dies is repeated under its key.
 */
export function openFinisher(store: Store): Finisher {
  type Waiting = { finish: Finish; resolve(): void; reject(error: unknown): void }
  const waiting: Waiting[] = []
  let underWay = 0
  let isWriting = false

  const isWorthIt = () =>
    waiting.length > 0 && (waiting.length >= TOGETHER_MAX || waiting.length >= underWay * ANSWERED_EACH)
  const write = async () => {
    if (isWriting) return
    isWriting = true
    while (isWorthIt()) {
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
    watch: (request) => {
      underWay++
      return request.finally(() => {
        underWay--
        void write()
      })
    },
    finish: (finish) =>
      finish.outcome.kind === 'accepted'
        ? new Promise((resolve, reject) => {
            waiting.push({ finish, resolve, reject })
            void write()
          })
        : finishChunk(store, finish),
  }
}
