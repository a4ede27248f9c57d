import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { House } from '../whole-path/house.ts'
import { openNodeHouse } from '../whole-path/node-house.ts'
import { openBrowser } from './chromium.ts'
import { openWindows, type Windows } from './windows.ts'

/** A shop and a browser for all tests of a file. None leaves an error in a console, nor anything the strict policy had to stop. */
export function useStage(
  begin: (stage: { house: House; windows: Windows }) => void | Promise<void>,
  env: Record<string, string> = {},
) {
  const ends: (() => Promise<unknown>)[] = []
  let windows: Windows | undefined
  beforeAll(async () => {
    const house = await openNodeHouse(env)
    ends.push(() => house.close())
    const browser = await openBrowser()
    ends.unshift(() => browser.close())
    windows = openWindows(browser)
    await begin({ house, windows })
  })
  afterAll(async () => {
    for (const end of ends) await end()
  })
  afterEach(() => expect(windows?.problems.splice(0)).toEqual([]))
}
