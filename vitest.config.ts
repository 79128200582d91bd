import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/services/**'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'services', include: ['tests/services/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
});
