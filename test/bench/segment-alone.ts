import { benchSegment, segmentFigures, segmentRows } from './segment.ts'

/** Only the segments of `npm run bench`: `npx tsx test/bench/segment-alone.ts`. */
const growth = await benchSegment()
console.table(segmentRows(growth))
console.log(JSON.stringify(segmentFigures(growth)))
