import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    env: { SEED: process.env.SEED ?? '1' },
    setupFiles: ['test/seeds.ts'],
    globalSetup: ['test/browser/chromium.ts', 'test/memory.ts'],
    // Four times what the slowest takes on two quiet cores.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
    // One more than the two cores: the suites of workerd and Chromium mostly wait for processes of their own.
    maxWorkers: 3,
    // Files of one process share what is dear to start: modules, workerd, a migrated database. None keeps state of its own.
    isolate: false,
  },
})
