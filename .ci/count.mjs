// Prints `N passed, N failed` from Vitest's JSON report as the last line. A skipped test counts as failed: nothing is skipped silently.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const brokenFiles = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
)
const skipped = report.numPendingTests + report.numTodoTests
for (const { name } of brokenFiles) console.log(`could not run: ${name}`)
if (skipped > 0) console.log(`${skipped} skipped tests are counted as failed`)
const failed = report.numFailedTests + skipped + brokenFiles.length
console.log(`${report.numPassedTests} passed, ${failed} failed`)
process.exit(failed === 0 && report.numPassedTests > 0 ? 0 : 1)
