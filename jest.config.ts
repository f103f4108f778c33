import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/model',
    '<rootDir>/properties',
    '<rootDir>/reference',
    '<rootDir>/reports',
    '<rootDir>/campaign',
    '<rootDir>/cli',
    '<rootDir>/bench',
    '<rootDir>/tools',
    '<rootDir>/tests',
  ],
  // Jest would leave one core to itself: on two cores that is one worker.
  maxWorkers: '100%',
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.linux'],
};

export default config;
