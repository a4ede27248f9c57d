import { spawn } from 'node:child_process'

type Sample = { delivered: number; rssMb: number }
export type Deliveries = { delivered: number; seconds: number; rssGrowth: number; samples: readonly Sample[] }

/**
 * 100,000 equal deliveries to the simulator: the sender alone in a process of its own, so that its resident memory is not
 * mixed with that of other measurements. `rssGrowth` compares the end with the moment the first 10,000 were delivered.
 */
export async function benchDeliveries(): Promise<Deliveries> {
  const sender = spawn(process.execPath, ['--max-semi-space-size=8', '--import', 'tsx', 'test/bench/sender.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  sender.stdout.on('data', (part: Buffer) => {
    output += part.toString()
  })
  const code = await new Promise<number | null>((ended) => sender.once('exit', ended))
  if (code !== 0) throw new Error(`The sender ended with ${code}.`)
  return JSON.parse(output)
}
