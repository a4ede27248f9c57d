import type { D1Database } from '@cloudflare/workers-types'
import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** Opens a D1 database that `wrangler d1 migrations apply` has migrated. */
export function openD1(d1: D1Database): Store {
  const bind = ({ sql, parameters }: CompiledQuery) => d1.prepare(sql).bind(...parameters)

  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery) {
      const { results, meta } = await bind(query).run<Row>()
      return { rows: results, numAffectedRows: BigInt(meta.changes) }
    },
    streamQuery: () => unsupported('streaming'),
  }

  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        beginTransaction: async () => unsupported('interactive transactions; use batch'),
        commitTransaction: async () => {},
        rollbackTransaction: async () => {},
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
  })

  return {
    db,
    async batch(statements) {
      if (statements.length === 0) return []
      const results = await d1.batch(statements.map((statement) => bind(statement.compile())))
      return results.map(({ results, meta }, i) => {
        statements[i]?.hear?.(results)
        return results.length > 0 ? results.length : meta.changes
      })
    },
  }
}

function unsupported(what: string): never {
  throw new Error(`D1 has no ${what}.`)
}
