import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/browser/chromium.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores: the workerd and Chromium suites are processes of their own.
    maxWorkers: 2,
  },
})
