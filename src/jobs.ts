import { sendAutomatic } from './automatic/sending.ts'
import { reapplyTombstones } from './consent/erasures.ts'
import { forgetExpiredCodes } from './coupons/codes.ts'
import { forgetOldDevices } from './coupons/guest/openings.ts'
import { giveAutomatic } from './coupons/issuing/giving.ts'
import { remindOfCoupons } from './coupons/reminders.ts'
import { advanceEpoch } from './db/fence.ts'
import type { Db, Store } from './db/store.ts'
import type { Deps } from './deps.ts'
import { forgetEventAnswers } from './events/ending.ts'
import { forgetOldAccesses } from './interactions/access-log.ts'
import { askLineTheTime } from './line/clock.ts'
import { forgetUsedTokens } from './line/id-token.ts'
import { forgetOldEvents } from './line/inbox.ts'
import { forgetOldMessages } from './line/outbox-sender.ts'
import { failureFields } from './log.ts'
import { refoldNames } from './members/refolding.ts'
import { forgetExpiredRegistrations } from './members/registration.ts'
import { forgetExpiredDoors } from './operators/operators.ts'
import { forgetExpiredImports } from './roster/imports.ts'
import { forgetWrongCodes } from './roster/invitations.ts'
import { purgeRoster } from './roster/retention.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** How long a job's run is remembered. */
const RUNS_KEPT_DAYS = 14

type Job = { name: string; cron: string; tick(deps: Deps, now: number): Promise<unknown> }

/** Everything that happens by the clock, in UTC. wrangler.toml lists the same cron lines; test/jobs.test.ts compares. */
export const jobs: readonly Job[] = [
  { name: 'pick up what was left', cron: '* * * * *', tick: pickUp },
  { name: 'send what is sent by itself', cron: '* * * * *', tick: sendAutomatic },
  { name: 'give what is given by itself', cron: '* * * * *', tick: giveAutomatic },
  { name: 'tell of coupons that end soon', cron: '* * * * *', tick: remindOfCoupons },
  // Every five minutes: on Cloudflare's free plan the tombstones can be listed 1,000 times a day. Node does so at its start.
  { name: 'erase again who came back with a backup', cron: '*/5 * * * *', tick: reapplyTombstones },
  { name: 'know older backups as such', cron: '17 * * * *', tick: (deps) => advanceEpoch(deps) },
  { name: 'forget what is over', cron: '17 * * * *', tick: forget },
]

/**
 * Runs the jobs of a cron line for the minute it is due in. A slot runs once, however many processes ask:
 * the row in job_runs is the right to run it. A failed slot is logged and not repeated; the next one comes.
 */
export async function runJobs(deps: Deps, { cron, dueAt }: { cron: string; dueAt: number }) {
  const slotAt = dueAt - (dueAt % MINUTE_MS)
  for (const job of jobs.filter((job) => job.cron === cron)) {
    if (await takeSlot(deps, job, slotAt)) await runSlot(deps, job, slotAt)
  }
}

async function takeSlot({ store: { db }, now }: Deps, { name }: Job, slotAt: number) {
  const taken = await db
    .insertInto('job_runs')
    .values({ job: name, slot_at: slotAt, started_at: now() })
    .onConflict((clash) => clash.columns(['job', 'slot_at']).doNothing())
    .returning('job')
    .executeTakeFirst()
  return taken !== undefined
}

async function runSlot(deps: Deps, { name, tick }: Job, slotAt: number) {
  const finish = (failure: string | null) =>
    deps.store.db
      .updateTable('job_runs')
      .set({ finished_at: deps.now(), failure })
      .where('job', '=', name)
      .where('slot_at', '=', slotAt)
      .execute()
  try {
    await tick(deps, deps.now())
    await finish(null)
  } catch (error) {
    deps.log.error('a job failed', { job: name, ...failureFields(error) })
    await finish(error instanceof Error ? error.name : typeof error)
  }
}

async function pickUp(deps: Deps, now: number) {
  const { store, wake } = deps
  await askLineTheTime(deps)
  wake('inbox')
  wake('outbox')
  wake('broadcasts')
  wake('erasures')
  wake('events')
  wake('shifts')
  await refoldNames(store)
  // A list that was uploaded is kept for an hour, not for an hour and until the next clearing.
  await forgetExpiredImports(store, { now })
}

async function forget({ store }: Deps, now: number) {
  await forgetOldEvents(store, { now })
  await forgetOldMessages(store, { now })
  await forgetExpiredRegistrations(store, { now })
  await forgetExpiredDoors(store, { now })
  await forgetExpiredCodes(store, { now })
  await forgetOldDevices(store, { now })
  await forgetUsedTokens(store, { now })
  await forgetOldAccesses(store, { now })
  await forgetWrongCodes(store, { now })
  await purgeRoster(store, { now })
  await forgetEventAnswers(store, { now })
  await forgetOldRuns(store, now)
}

const forgetOldRuns = ({ db }: Store, now: number) => oldRuns(db, now).execute()
const oldRuns = (db: Db, now: number) => db.deleteFrom('job_runs').where('slot_at', '<', now - RUNS_KEPT_DAYS * DAY_MS)
