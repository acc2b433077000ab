import { base } from './jest.config.mjs';

export default {
  ...base,
  testMatch: ['<rootDir>/suites/**/*.suite.ts'],
  testTimeout: 300_000,
  maxWorkers: 1,
  forceExit: true,
};
