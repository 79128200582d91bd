import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/real/**'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'real', include: ['tests/real/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
});
