import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/compiled.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // So that no test makes a key in the folder of whoever runs it.
    env: { ABECEDARY_STORE_KEY: 'a key that only tests know, 0123456789' },
    maxWorkers: 2,
  },
});
