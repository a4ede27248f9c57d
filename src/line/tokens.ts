/** A token is renewed this long before LINE ends it. */
const RENEWED_BEFORE_MS = 60_000

export type Tokens = {
  /** The token to use now; fetched when there is none or it is about to end. Concurrent callers share one fetch. */
  current(): Promise<string>
  /** After LINE refused `refused`: another token, or undefined when there is none to be had. */
  replace(refused: string): Promise<string | undefined>
}

/** One that never changes: set by the operator, and renewed by nobody. */
export const fixedToken = (token: string): Tokens => ({
  current: async () => token,
  replace: async () => undefined,
})

/** Tokens that live 15 minutes. `issue` may throw; then the caller's attempt fails, and the next one tries again. */
export function renewingTokens(issue: () => Promise<{ token: string; seconds: number }>, now: () => number): Tokens {
  let held: { token: string; until: number } | undefined
  let fetching: Promise<string> | undefined

  const fetchOnce = () => {
    fetching ??= issue()
      .then(({ token, seconds }) => {
        held = { token, until: now() + seconds * 1000 - RENEWED_BEFORE_MS }
        return token
      })
      .finally(() => {
        fetching = undefined
      })
    return fetching
  }
  const current = async () => (held && now() < held.until ? held.token : fetchOnce())

  return {
    current,
    async replace(refused) {
      if (held?.token === refused) held = undefined
      return current()
    },
  }
}
