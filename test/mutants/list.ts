// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.

/** A defect of one line. `find` stands in `file` exactly once; one of `tests` must fail when it is replaced. */
export type Mutant = { name: string; file: string; find: string; replace: string; tests: readonly string[] }

const BROADCASTS = 'test/broadcasts'
const [sending, sealing, chunks] = ['sending', 'sealing', 'chunks'].map((name) => `${BROADCASTS}/${name}.test.ts`)
const SENDING = [sending, sealing, chunks].flatMap((test) => test ?? [])

/** The mistakes that would cost a shop its good name, each of which somebody will make one day. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'no retry key',
    file: 'src/line/gateway.ts',
    find: 'api.multicastWithHttpInfo(body, retryKey)',
    replace: 'api.multicastWithHttpInfo(body)',
    tests: ['test/line/gateway.test.ts'],
  },
  {
    name: 'a fresh key for each attempt',
    file: 'src/broadcasts/posting.ts',
    find: 'line[method](sealed.body, sealed.retryKey)',
    replace: 'line[method](sealed.body, crypto.randomUUID())',
    tests: SENDING,
  },
  {
    name: 'sealed after it was sent',
    file: 'src/broadcasts/sealing.ts',
    find: '    await batch(statements)\n    return true',
    replace: '    setTimeout(() => void batch(statements).catch(() => {}), 5)\n    return true',
    tests: [...SENDING, `${BROADCASTS}/crash.test.ts`],
  },
  {
    name: 'a lease shorter than the timeout',
    file: 'src/broadcasts/chunks.ts',
    find: 'export const LEASE_MS = 60_000',
    replace: 'export const LEASE_MS = 5_000',
    tests: SENDING,
  },
  {
    name: 'no deadline before a request leaves',
    file: 'src/broadcasts/posting.ts',
    find: 'now > leaseUntil - DEADLINE_MS || ',
    replace: '',
    tests: SENDING,
  },
  {
    name: '409 is a failure',
    file: 'src/line/outcome.ts',
    find: 'if (status === 409) {',
    replace: 'if (status === 410) {',
    tests: ['test/line/gateway.test.ts'],
  },
  {
    name: '500 is a refusal',
    file: 'src/line/outcome.ts',
    find: 'const REFUSED = [400, ',
    replace: 'const REFUSED = [500, 400, ',
    tests: ['test/line/gateway.test.ts'],
  },
  {
    name: 'repeated when LINE has forgotten the key',
    file: 'src/broadcasts/chunks.ts',
    find: 'export const RETRY_WINDOW_MS = 23 * 3_600_000',
    replace: 'export const RETRY_WINDOW_MS = 48 * 3_600_000',
    tests: [`${BROADCASTS}/clock.test.ts`],
  },
  {
    name: 'the first monthly limit is believed',
    file: 'src/broadcasts/finishing.ts',
    find: 'return claim.failure === QUOTA_DOUBTED ?',
    replace: 'return claim.attempt > 0 ?',
    tests: SENDING,
  },
  {
    name: 'the monthly limit is never believed',
    file: 'src/broadcasts/finishing.ts',
    find: 'return claim.failure === QUOTA_DOUBTED ?',
    replace: 'return claim.attempt < 0 ?',
    tests: SENDING,
  },
  {
    name: 'cancel is not read in the seal',
    file: 'src/broadcasts/sealing-statements.ts',
    find: "and exists (select 1 from broadcasts where id = ${broadcastId} and state = 'sending'",
    replace: 'and exists (select 1 from broadcasts where id = ${broadcastId}',
    tests: [...SENDING, `${BROADCASTS}/cancel.test.ts`],
  },
  {
    name: 'who may be written to is not looked at in the seal',
    file: 'src/broadcasts/sealing-statements.ts',
    find: "and ${reasonLeftOut(asked, sql.ref('members.id'))} is null)`",
    replace: ')`',
    tests: SENDING,
  },
  {
    name: 'the attempt is not checked when a request is written down',
    file: 'src/broadcasts/chunks.ts',
    find: '${isChunk({ broadcastId, seq, epoch })} and attempt = ${attempt}',
    replace: '${isChunk({ broadcastId, seq, epoch })}',
    tests: [...SENDING, `${BROADCASTS}/late-answer.test.ts`],
  },
  {
    name: 'multicasts side by side',
    file: 'src/broadcasts/chunks.ts',
    find: 'IN_FLIGHT_MAX = { multicast: 1,',
    replace: 'IN_FLIGHT_MAX = { multicast: 4,',
    tests: SENDING,
  },
  {
    name: 'more recipients than were confirmed',
    file: 'src/broadcasts/planning.ts',
    find: "iif(n < ${confirmed}, null, 'over_confirmed')",
    replace: 'null',
    tests: [...SENDING, `${BROADCASTS}/confirming.test.ts`],
  },
  {
    name: 'a split without an epoch of its own',
    file: 'src/broadcasts/splitting.ts',
    find: 'run(sql`update deliveries set chunk_epoch = ${epoch + 1} where ${ofChunk}',
    replace: 'run(sql`update deliveries set chunk_epoch = ${epoch} where ${ofChunk}',
    tests: [`${BROADCASTS}/splitting.test.ts`],
  },
  {
    name: 'the fence is ignored by broadcasts',
    file: 'src/broadcasts/sending.ts',
    find: "if ((await mayWork(deps)) !== 'yes') return undefined",
    replace: 'await mayWork(deps)',
    tests: [`${BROADCASTS}/fence.test.ts`],
  },
  {
    name: 'the fence is ignored by the outbox',
    file: 'src/line/outbox-sender.ts',
    find: "if (may !== 'yes') return claim('replies')",
    replace: '',
    tests: ['test/line/outbox-fence.test.ts'],
  },
  {
    name: 'nothing is counted while something is sent',
    file: 'src/broadcasts/sending.ts',
    find: 'if (broadcastIds.length > 0) await advanceEpoch(deps)',
    replace: '',
    tests: [`${BROADCASTS}/fence.test.ts`],
  },
  {
    name: 'a database behind its record is the living one',
    file: 'src/db/fence.ts',
    find: 'record.line === epoch.line && record.n <= epoch.n',
    replace: 'record.line === epoch.line',
    tests: ['test/db/fence.test.ts'],
  },
  {
    name: 'a record that was copied with its folder is believed',
    file: 'src/db/instance-file.ts',
    find: 'return isItself ? kept.record : undefined',
    replace: 'return kept?.record',
    tests: ['test/db/fence.test.ts'],
  },
  {
    name: 'the record is first, the database second',
    file: 'src/db/fence.ts',
    find: '  if (due) await countOn(store, epoch, at)',
    replace:
      '  if (due) await instance.write(JSON.stringify({ ...epoch, n: epoch.n + 1, at }))\n  if (due) await countOn(store, epoch, at)',
    tests: ['test/db/fence.test.ts'],
  },
  {
    name: 'what was open stays so when the clock goes back',
    file: 'src/db/clock.ts',
    find: '    await store.batch(closeOpenRequests(store.db, now))\n',
    replace: '',
    tests: [`${BROADCASTS}/clock.test.ts`],
  },
  {
    name: 'LINE’s clock is ignored',
    file: 'src/db/clock.ts',
    find: "if (Math.abs(skew) <= SKEW_MAX_MS) return 'yes'",
    replace: "if (Math.abs(skew) >= 0) return 'yes'",
    tests: [`${BROADCASTS}/clock.test.ts`],
  },
]
