import { Agent, request } from 'node:http'
import type { D1Database, D1PreparedStatement, D1Result } from '@cloudflare/workers-types'

type Statement = { sql: string; parameters: readonly unknown[] }
/** What d1-worker.ts is asked: one statement, or a batch. */
export type Asked = { name: string; statements: readonly Statement[]; isBatch: boolean }

/** Much longer than a statement ever takes: what hangs is named. */
const DEADLINE_MS = 60_000

/**
 * A D1 database inside workerd, as far as the product uses one, for a process outside of it. Each statement or batch is one
 * request; miniflare's own proxy takes one for each call of prepare, bind and run, and stops the process meanwhile.
 */
export function openOverHttp(url: URL, name: string): D1Database {
  const statements = new WeakMap<D1PreparedStatement, Statement>()
  const ask = <T>(statements: readonly Statement[], isBatch: boolean) =>
    post<D1Result<T>[]>(url, JSON.stringify({ name, statements, isBatch } satisfies Asked))

  const prepared = (sql: string, parameters: readonly unknown[]): D1PreparedStatement => {
    const run = async <T>() => {
      const [result] = await ask<T>([{ sql, parameters }], false)
      if (!result) throw new Error('D1 gave no result.')
      return result
    }
    const statement: D1PreparedStatement = {
      bind: (...values) => prepared(sql, values.map(mustBeJson)),
      run,
      all: run,
      first: () => unsupported('first'),
      raw: () => unsupported('raw'),
    }
    statements.set(statement, { sql, parameters })
    return statement
  }
  return {
    prepare: (sql) => prepared(sql, []),
    batch: (bound) =>
      ask(
        bound.map((one) => statements.get(one) ?? unsupported('statements of another database')),
        true,
      ),
    exec: () => unsupported('exec'),
    withSession: () => unsupported('sessions'),
    dump: () => unsupported('dump'),
  }
}

/** Anything else would arrive as something else, and where D1 refuses it, it would not. */
function mustBeJson(value: unknown) {
  if (value === null || typeof value === 'string' || Number.isFinite(value)) return value
  throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported for value '${String(value)}'`)
}

function unsupported(what: string): never {
  throw new Error(`The product uses no ${what} of D1.`)
}

const agent = new Agent({ keepAlive: true })

/** A connection that workerd closed while it was idle is noticed only by the next request, which then never arrived. */
async function post<T>(url: URL, body: string): Promise<T> {
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(DEADLINE_MS)
    const options = { method: 'POST', agent, signal, headers: { 'content-length': Buffer.byteLength(body) } }
    const send = () => {
      const sent = request(url, options, (answer) => {
        const parts: string[] = []
        answer.setEncoding('utf8')
        answer.on('data', (part) => parts.push(part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: parts.join('') }))
        answer.on('error', reject)
      })
      sent.on('error', (error) => {
        const isStale = sent.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        if (isStale) send()
        else reject(error)
      })
      sent.end(body)
    }
    send()
  })
  const answer = JSON.parse(text)
  if (status !== 200) throw new Error(String(answer))
  return answer
}
