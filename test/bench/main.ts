import { benchDeliveries } from './deliveries.ts'
import { importInItsOwnProcess } from './import.ts'
import { rounded } from './measure.ts'
import { benchSearch } from './search.ts'
import { benchSegment, segmentFigures, segmentRows } from './segment.ts'
import { benchWebhook } from './webhook.ts'

/** `npm run bench`: a table, and as the last line one JSON object of ratios, each of two medians of one run. */
const webhook = await benchWebhook()
const segments = await benchSegment()
const search = await benchSearch()
const deliveries = await benchDeliveries()
const imported = await importInItsOwnProcess()

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
  'memory over 100,000 deliveries': {
    ours: `${deliveries.delivered} in ${rounded(deliveries.seconds, 1)} s`,
    against: 'after 10,000',
    ratio: rounded(deliveries.rssGrowth),
    target: '0.90 - 1.10',
  },
})
console.table({
  'import preview, 20,000 rows': {
    'rows/s': rounded(imported.rowsPerSecond, 0),
    'memory rise (MB)': rounded(imported.rssRiseMb, 1),
    target: '< 64 MB',
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
    search_ms: rounded(search.ours),
    webhook_per_second: rounded(webhook.ours, 0),
    delivered: deliveries.delivered,
    import_rows_per_second: rounded(imported.rowsPerSecond, 0),
    import_rss_rise_mb: rounded(imported.rssRiseMb, 1),
  }),
)
