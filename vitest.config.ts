import { defineConfig } from 'vitest/config';

// One project a kind of test. Unit tests stand beside the code; integration and end-to-end tests share one real
// deployment on the emulator, made once a run by their global set-up.
const notUnit = ['**/*.integration.test.ts', '**/*.e2e.test.ts', '**/*.contract.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['test/support/properties.ts'],
          include: ['{layers,functions,infra,cli,fleet,local,bench,test}/**/*.test.ts'],
          exclude: ['node_modules/**', ...notUnit],
          env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          setupFiles: ['test/support/properties.ts'],
          include: ['{layers,functions,infra,cli,fleet,local,test}/**/*.integration.test.ts'],
          globalSetup: ['test/support/installation.setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.contract.test.ts'],
          globalSetup: ['test/support/installation.setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.test.ts'],
          globalSetup: ['test/support/fleet.setup.ts'],
          setupFiles: ['test/support/atRest.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
