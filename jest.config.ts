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
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.linux'],
};

export default config;
