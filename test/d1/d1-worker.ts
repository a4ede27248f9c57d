import type { D1Database } from '@cloudflare/workers-types'
import type { Asked } from './d1-over-http.ts'

/** A Worker that runs on its D1 databases what a test asks it to. */
export default {
  async fetch(request: Request, env: Record<string, D1Database>) {
    const { name, statements, isBatch }: Asked = await request.json()
    try {
      const database = env[name]
      if (!database) throw new Error(`${name} is not bound.`)
      const bound = statements.map(({ sql, parameters }) => database.prepare(sql).bind(...parameters))
      return Response.json(isBatch ? await database.batch(bound) : await Promise.all(bound.map((one) => one.run())))
    } catch (error) {
      return Response.json(error instanceof Error ? error.message : String(error), { status: 500 })
    }
  },
}
