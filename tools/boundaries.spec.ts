import { ESLint } from 'eslint';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const rules = ['@nx/enforce-module-boundaries', 'no-restricted-imports'];

/** Rules that need types need a file on disk; who may import whom does not. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
  ruleFilter: ({ ruleId }) => rules.includes(ruleId),
});

async function verdict(filePath: string, imported: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(`import { thing } from '${imported}';\nthing();\n`, {
    filePath: join(root, filePath),
  });
  return (result?.messages ?? []).map((message) => `${message.ruleId ?? 'parser'}: ${message.message}`);
}

describe('who may import whom', () => {
  it.each([
    { name: 'a service imports another service', file: 'apps/agent/src/x.ts', imports: '@trivium/workforce' },
    {
      name: 'a service imports another by path',
      file: 'apps/agent/src/x.ts',
      imports: '../../workforce/src/main.js',
    },
    {
      name: 'a service imports a file of another',
      file: 'apps/agent/src/x.ts',
      imports: '@trivium/workforce/src/main.js',
    },
    {
      name: 'a service imports the inside of a library',
      file: 'apps/agent/src/x.ts',
      imports: '@trivium/bus/src/outbox.js',
    },
    {
      name: 'a use case imports a driver',
      file: 'apps/agent/src/delegation/end-delegation.ts',
      imports: 'ioredis',
    },
    {
      name: 'a rule imports storage',
      file: 'apps/agent/src/delegation/delegation.ts',
      imports: './delegation.store.pg.js',
    },
    {
      name: 'a use case imports a transport',
      file: 'apps/agent/src/delegation/end-delegation.ts',
      imports: '@nestjs/microservices',
    },
    { name: 'a service imports testing', file: 'apps/agent/src/x.ts', imports: '@trivium/testing' },
    {
      name: 'a connector imports another',
      file: 'libs/connectors/postgres/src/x.ts',
      imports: '@trivium/connector-kafka',
    },
    {
      name: 'a connector imports storage',
      file: 'libs/connectors/postgres/src/x.ts',
      imports: '@trivium/persistence',
    },
    { name: 'the bus imports a service', file: 'libs/bus/src/x.ts', imports: '@trivium/gateway' },
    { name: 'the bus imports revocation', file: 'libs/bus/src/x.ts', imports: '@trivium/revocation' },
    { name: 'the console imports storage', file: 'apps/console/src/x.ts', imports: '@trivium/persistence' },
    { name: 'a suite imports revocation', file: 'suites/x.ts', imports: '@trivium/revocation' },
    { name: 'a measurement imports the bus', file: 'bench/x.ts', imports: '@trivium/bus' },
    { name: 'identity imports contracts', file: 'libs/identity/src/x.ts', imports: '@trivium/contracts' },
    { name: 'telemetry imports runtime', file: 'libs/telemetry/src/x.ts', imports: '@trivium/runtime' },
    { name: 'contracts import the bus', file: 'libs/contracts/src/x.ts', imports: '@trivium/bus' },
    { name: 'policy imports storage', file: 'libs/policy/src/x.ts', imports: '@trivium/persistence' },
    { name: 'credentials import runtime', file: 'libs/credentials/src/x.ts', imports: '@trivium/runtime' },
    { name: 'runtime imports storage', file: 'libs/runtime/src/x.ts', imports: '@trivium/persistence' },
    { name: 'storage imports contracts', file: 'libs/persistence/src/x.ts', imports: '@trivium/contracts' },
    {
      name: 'revocation imports a connector',
      file: 'libs/revocation/src/x.ts',
      imports: '@trivium/connector-kafka',
    },
  ])('$name: refused', async ({ file, imports }) => {
    expect((await verdict(file, imports)).join()).toMatch(new RegExp(rules.join('|')));
  });

  it.each([
    { name: 'contracts import identity', file: 'libs/contracts/src/x.ts', imports: '@trivium/identity' },
    { name: 'policy imports identity', file: 'libs/policy/src/x.ts', imports: '@trivium/identity' },
    { name: 'credentials import identity', file: 'libs/credentials/src/x.ts', imports: '@trivium/identity' },
    { name: 'runtime imports telemetry', file: 'libs/runtime/src/x.ts', imports: '@trivium/telemetry' },
    { name: 'storage imports runtime', file: 'libs/persistence/src/x.ts', imports: '@trivium/runtime' },
    { name: 'the bus imports contracts', file: 'libs/bus/src/x.ts', imports: '@trivium/contracts' },
    { name: 'revocation imports the bus', file: 'libs/revocation/src/x.ts', imports: '@trivium/bus' },
    {
      name: 'a connector imports its port',
      file: 'libs/connectors/kafka/src/x.ts',
      imports: '@trivium/revocation',
    },
    {
      name: 'the registry imports connectors',
      file: 'libs/connectors/registry/src/x.ts',
      imports: '@trivium/connector-kafka',
    },
    { name: 'a service imports revocation', file: 'apps/workforce/src/x.ts', imports: '@trivium/revocation' },
    { name: 'the console imports contracts', file: 'apps/console/src/x.ts', imports: '@trivium/contracts' },
    { name: 'testing imports storage', file: 'libs/testing/src/x.ts', imports: '@trivium/persistence' },
    { name: 'a suite imports contracts', file: 'suites/x.ts', imports: '@trivium/contracts' },
    { name: 'a measurement imports testing', file: 'bench/x.ts', imports: '@trivium/testing' },
    {
      name: 'a spec of a service imports testing',
      file: 'apps/agent/src/x.int-spec.ts',
      imports: '@trivium/testing',
    },
    { name: 'nothing internal', file: 'libs/identity/src/x.ts', imports: 'node:crypto' },
  ])('$name: allowed', async ({ file, imports }) => {
    expect(await verdict(file, imports)).toEqual([]);
  });
});
