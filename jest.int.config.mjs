import { base } from './jest.config.mjs';

export default {
  ...base,
  testMatch: ['<rootDir>/{apps,libs,tools}/**/*.int-spec.ts'],
  globalSetup: '<rootDir>/libs/testing/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/global-teardown.mjs',
  testTimeout: 60_000,
  // A spec that failed half-way may have left a server of its own; the run ends all the same, and with its result.
  forceExit: true,
};
