import type { KyselyPlugin } from 'kysely'
import type { Instance } from '../src/db/instance.ts'
import type { Store } from '../src/db/store.ts'
import type { LineGateway } from '../src/line/line.ts'

/**
 * What one process sees of the world. It dies at its n-th step and stays dead. A step is a statement, a batch, a request or a
 * record about to take effect: whoever dies after one has taken effect, dies before the next.
 */
export function openMortal(
  { store, line, instance }: { store: Store; line: LineGateway; instance: Instance },
  point: number,
) {
  let [steps, isDead, isCompiling] = [0, false, false]
  const step = () => {
    isDead ||= steps++ === point
    if (isDead) throw new Error('killed')
  }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (!isCompiling) step()
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const at = async <T>(work: () => Promise<T>) => {
    step()
    return work()
  }
  return {
    sees: {
      store: {
        db: store.db.withPlugin(plugin),
        batch: async (statements) => {
          isCompiling = true
          const compiled = statements.map((statement) => statement.compile())
          isCompiling = false
          return at(() => store.batch(compiled.map((query, i) => ({ ...statements[i], compile: () => query }))))
        },
      } satisfies Store,
      line: {
        ...line,
        push: (body, key) => at(() => line.push(body, key)),
        multicast: (body, key) => at(() => line.multicast(body, key)),
        quota: () => at(() => line.quota()),
      } satisfies LineGateway,
      instance: { ...instance, write: (record) => at(() => instance.write(record)) } satisfies Instance,
    },
    isDead: () => isDead,
  }
}
