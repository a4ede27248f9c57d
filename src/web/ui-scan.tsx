import type { PropsWithChildren } from 'hono/jsx'
import { QR_READER_PATH, SCAN_JS_PATH } from './assets.ts'

/** What the scanner says; each of them alone. */
export type ScanWords = {
  start: string
  stop: string
  starting: string
  on: string
  sending: string
  /** The answer does not come: it is asked for again by itself. */
  waiting: string
  /** No answer came at all: what is not known, and what to do. */
  lost: string
  denied: string
  missing: string
  failed: string
  videoLabel: string
}

/**
 * A button that reads QR codes with the camera of the device. What is read is posted to `action` as `code`, with a nonce
 * `scan`; with a `target` the answer is shown there and the camera stays on. Where there is no JavaScript or no camera it is
 * not seen: offer another way beside it. Its page needs <ScanHead />, and a path that src/web/headers.ts lets see.
 */
export const Scanner = ({
  action,
  target,
  words,
  children,
}: PropsWithChildren<{ action: string; target?: string; words: ScanWords }>) => (
  <form
    class="scan"
    method="post"
    action={action}
    hidden
    data-scan=""
    {...(target ? { 'data-scan-target': target } : {})}
    data-scan-reader={QR_READER_PATH}
    data-scan-starting={words.starting}
    data-scan-on={words.on}
    data-scan-off={words.start}
    data-scan-stop={words.stop}
    data-scan-denied={words.denied}
    data-scan-missing={words.missing}
    data-scan-failed={words.failed}
    data-scan-sending={words.sending}
    data-scan-waiting={words.waiting}
    data-scan-lost={words.lost}
  >
    <input type="hidden" name="code" />
    <input type="hidden" name="scan" />
    {children}
    <button type="button" class="primary" data-scan-button="">
      {words.start}
    </button>
    <video hidden muted playsinline aria-label={words.videoLabel} />
    <p data-scan-status="" role="status" />
  </form>
)

/** Goes into the <head> of a page with a <Scanner />. */
export const ScanHead = () => <script src={SCAN_JS_PATH} defer />
