import { benchDeliveries } from './deliveries.ts'
import { importInItsOwnProcess } from './import.ts'
import { rounded } from './measure.ts'
import { measureProgress } from './progress.ts'
import { benchRedemptions } from './redemptions.ts'
import { benchSearch } from './search.ts'
import { benchSegment, segmentFigures, segmentRows } from './segment.ts'
import { benchSending } from './sending.ts'
import { benchTaps } from './taps.ts'
import { benchWebhook } from './webhook.ts'

/** `npm run bench`: a table, and as the last line one JSON object of ratios, each of two medians of one run. */
const webhook = await benchWebhook()
const segments = await benchSegment()
const search = await benchSearch()
const deliveries = await benchDeliveries()
const sending = await benchSending()
const progress = await measureProgress()
const imported = await importInItsOwnProcess()
const taps = await benchTaps()
const redemptions = await benchRedemptions()

console.table({
  'webhook intake (requests/s)': {
    ours: rounded(webhook.ours, 0),
    against: rounded(webhook.floor, 0),
    ratio: rounded(webhook.ratio),
    target: '>= 0.60',
  },
  ...segmentRows(segments),
  'search by kana, 100,000 members (ms)': {
    ours: rounded(search.ours),
    against: `${rounded(search.count)} (plain count)`,
    ratio: rounded(search.ratio),
    target: 'one query',
  },
  '100,000 equal messages (s)': {
    ours: rounded(sending.equal.ours),
    against: rounded(sending.equal.bare),
    ratio: rounded(sending.equal.ratio),
    target: '<= 1.50',
  },
  'personal messages (messages/s)': {
    ours: rounded(sending.personal.ours, 0),
    against: rounded(sending.personal.bare, 0),
    ratio: rounded(sending.personal.ratio),
    target: '>= 0.60',
  },
  'uses of coupons, 64 tills (uses/s)': {
    ours: rounded(redemptions.ours, 0),
    against: `${rounded(redemptions.bare, 0)} (bare guarded INSERT)`,
    ratio: rounded(redemptions.ratio),
    target: '>= 0.50',
  },
  'uses of coupons, 64 tills, p99 (ms)': {
    ours: rounded(redemptions.p99, 1),
    against: rounded(redemptions.bareP99, 1),
    ratio: rounded(redemptions.p99 / redemptions.bareP99),
    target: '',
  },
  'memory over 100,000 deliveries': {
    ours: `${deliveries.delivered} in ${rounded(deliveries.seconds, 1)} s`,
    against: 'after 10,000',
    ratio: rounded(deliveries.rssGrowth),
    target: '0.90 - 1.10',
  },
  ...progressRow('multicast'),
  ...progressRow('push'),
})
console.table({
  'import preview, 20,000 rows': {
    'rows/s': rounded(imported.rowsPerSecond, 0),
    'memory rise (MB)': rounded(imported.rssRiseMb, 1),
    target: '< 64 MB',
  },
})
console.table({
  'tap on 参加する to the reply, 100 taps/s (ms)': {
    taps: taps.taps,
    median: rounded(taps.median, 1),
    p99: rounded(taps.p99, 1),
    slowest: rounded(taps.slowest, 1),
    target: 'p99 < 200',
  },
})
console.log(
  `memory while sending: ${deliveries.samples.map(({ delivered, rssMb }) => `${delivered}: ${rssMb} MB`).join(', ')}`,
)
console.log(
  JSON.stringify({
    webhook_vs_floor: rounded(webhook.ratio),
    ...segmentFigures(segments),
    rss_growth: rounded(deliveries.rssGrowth),
    equal_vs_bare: rounded(sending.equal.ratio),
    personal_vs_bare: rounded(sending.personal.ratio),
    personal_per_second: rounded(sending.personal.ours, 0),
    personal_refused: sending.personal.refused,
    progress_multicast_ms: rounded(progress.multicast.medianMs),
    progress_push_ms: rounded(progress.push.medianMs),
    search_ms: rounded(search.ours),
    webhook_per_second: rounded(webhook.ours, 0),
    delivered: deliveries.delivered,
    import_rows_per_second: rounded(imported.rowsPerSecond, 0),
    rsvp_median_ms: rounded(taps.median, 1),
    rsvp_p99_ms: rounded(taps.p99, 1),
    redemption_vs_bare: rounded(redemptions.ratio),
    redemptions_per_second: rounded(redemptions.ours, 0),
    redemption_p99_ms: rounded(redemptions.p99, 1),
    redemption_bare_p99_ms: rounded(redemptions.bareP99, 1),
    import_rss_rise_mb: rounded(imported.rssRiseMb, 1),
  }),
)

function progressRow(method: 'multicast' | 'push') {
  const { medianMs, slowestMs } = progress[method]
  return {
    [`progress page at 100,000 recipients, ${method} (ms)`]: {
      ours: rounded(medianMs),
      against: `${rounded(slowestMs)} (slowest of 20)`,
      ratio: '',
      target: '< 50',
    },
  }
}
