import { parentPort, workerData } from 'node:worker_threads'
import { redraw } from './redrawing.ts'

// A picture that cannot be read ends the thread with an error: src/images/redrawing-apart.ts takes that for an answer.
parentPort?.postMessage(redraw(workerData[0], workerData[1]))
