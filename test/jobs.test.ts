import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqlite } from '../src/db/sqlite.ts'
import type { Store } from '../src/db/store.ts'
import type { Work } from '../src/deps.ts'
import { jobs, runJobs } from '../src/jobs.ts'
import { newDeps } from './deps.ts'
import { addMember, DAY, MINUTE, NOON, newStore } from './support.ts'

const EVERY_MINUTE = '* * * * *'
const HOURLY = '17 * * * *'

it('is listed with the same cron lines for Workers', () => {
  const [, listed = ''] = /crons = \[(.*)\]/.exec(readFileSync('wrangler.toml', 'utf8')) ?? []
  expect(listed.split(',').map((cron) => cron.trim().replaceAll('"', ''))).toEqual([
    ...new Set(jobs.map(({ cron }) => cron)),
  ])
})

it('runs a slot once, however many processes ask at the same moment', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'okaeri-')), 'okaeri.db')
  const woken: Work[] = []
  const processes = Array.from({ length: 4 }, () => newDeps(openSqlite(path), { wake: (work) => woken.push(work) }))

  await Promise.all(processes.map((deps, i) => runJobs(deps, { cron: EVERY_MINUTE, dueAt: NOON + i * 7 })))
  expect(woken).toEqual(['inbox', 'outbox', 'broadcasts', 'erasures', 'events', 'shifts'])

  await runJobs(newDeps(openSqlite(path), { wake: (work) => woken.push(work) }), {
    cron: EVERY_MINUTE,
    dueAt: NOON + MINUTE,
  })
  expect(woken).toHaveLength(12)
})

it('logs a slot that fails, remembers why, and goes on with the next', async () => {
  const store = newStore()
  const lines: string[] = []
  const deps = newDeps(store, {
    lines,
    wake: () => {
      throw new TypeError('0312345678 is busy')
    },
  })
  await runJobs(deps, { cron: EVERY_MINUTE, dueAt: NOON })

  const ended = (await runs(store)).map(({ job, failure, finished_at }) => [job, failure, finished_at])
  expect(ended).toEqual(
    jobs
      .filter(({ cron }) => cron === EVERY_MINUTE)
      .map(({ name }) => [name, name === 'pick up what was left' ? 'TypeError' : null, NOON])
      .sort(),
  )
  expect(lines.join()).toContain('a job failed')
  expect(lines.join()).not.toContain('0312345678')
})

it('erases again, by the clock, whoever came back with a backup', async () => {
  const store = newStore()
  await addMember(store, 'hana')
  const deps = newDeps(store)
  await deps.tombstones.add('hana')
  await runJobs(deps, { cron: '*/5 * * * *', dueAt: NOON })
  expect(await store.db.selectFrom('members').select(['state', 'name']).execute()).toEqual([
    { state: 'erased', name: null },
  ])
})

it('forgets runs of long ago', async () => {
  const store = newStore()
  await runJobs(newDeps(store), { cron: EVERY_MINUTE, dueAt: NOON - 20 * DAY })
  await runJobs(newDeps(store), { cron: HOURLY, dueAt: NOON })
  expect(new Set((await runs(store)).map(({ slot_at }) => slot_at))).toEqual(new Set([NOON]))
})

const runs = ({ db }: Store) => db.selectFrom('job_runs').selectAll().execute()
