import { benchDeliveries } from './deliveries.ts'
import { importInItsOwnProcess } from './import.ts'
import { benchSegment } from './segment.ts'
import { benchWebhook } from './webhook.ts'

/** `npm run bench`: a table, and as the last line one JSON object of ratios, each of two medians of one run. */
const webhook = await benchWebhook()
const segment = await benchSegment()
const deliveries = await benchDeliveries()
const imported = await importInItsOwnProcess()

const rounded = (value: number, digits = 2) => Number(value.toFixed(digits))
console.table({
  'webhook intake (requests/s)': {
    ours: rounded(webhook.ours, 0),
    against: rounded(webhook.floor, 0),
    ratio: rounded(webhook.ratio),
    target: '>= 0.60',
  },
  'segment count, 1,000,000 members (ms)': {
    ours: rounded(segment.ours),
    against: rounded(segment.byHand),
    ratio: rounded(segment.ratio),
    target: '<= 2.00',
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
    segment_vs_sql: rounded(segment.ratio),
    rss_growth: rounded(deliveries.rssGrowth),
    webhook_per_second: rounded(webhook.ours, 0),
    segment_ms: rounded(segment.ours),
    delivered: deliveries.delivered,
    import_rows_per_second: rounded(imported.rowsPerSecond, 0),
    import_rss_rise_mb: rounded(imported.rssRiseMb, 1),
  }),
)
