import { defineConfig } from 'vitest/config';

/** They measure memory: a test beside them would delay the collector. */
const ALONE = ['tests/http/bombs.test.ts', 'tests/families/image/dicom/{fuzz,hostile}.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/real/**', ...ALONE],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'alone',
          include: ALONE,
          testTimeout: 30_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { name: 'real', include: ['tests/real/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
});
