import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ban = (selector, message) => ({ selector, message });

/** Shapes that are not written anywhere here. */
export const everywhere = [
  ban('ExportAllDeclaration', 'Name what is exported; `export *` breeds cycles and hides the list.'),
  ban(
    'CallExpression[callee.name="forwardRef"]',
    'Two things that need each other are one thing, or lack a third; no forwardRef.',
  ),
  ban('CatchClause > BlockStatement[body.length=0]', 'An error that is caught is decided upon.'),
  ban(
    'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression[body.type="Identifier"][body.name="undefined"]',
    'A failure that is dropped is a silent success.',
  ),
  ban(
    'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
    'A cast through unknown switches the types off; parse the value.',
  ),
];

/** The environment is read once, by configuration. */
export const outsideConfig = [
  ban(
    'MemberExpression[object.name="process"][property.name="env"]',
    'Only *.config.ts reads the environment; take the value from the configuration.',
  ),
];

const services = readdirSync(join(import.meta.dirname, '../../apps'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** What the project graph cannot see: services have no entry point, and a library has only its index. */
export const entryPoints = [
  {
    regex: `^@trivium/(${services.join('|')})(/|$)`,
    message: 'Services meet by events and HTTP, never by import.',
  },
  { regex: '^@trivium/[^/]+/(?!register$)', message: 'A library is imported by its name.' },
];

const infrastructure = [
  {
    group: ['@nestjs/microservices', '@nestjs/platform-*', '@nestjs/core'],
    message: 'Rules and use cases know no transport.',
  },
  {
    group: ['typeorm', 'pg', 'kafkajs', 'ioredis', 'fastify'],
    message: 'Rules and use cases know no driver; ask a port.',
  },
  {
    group: ['*.store.pg.js', '*.controller.js', '*.consumer.js', '*.module.js'],
    message: 'Rules and use cases do not know their edges.',
  },
];

/** Files of an act that are neither edge nor adapter hold its rules and its use case. */
export const act = {
  edges: [
    '**/*.{controller,consumer,module,guard,filter,interceptor,adapter,task,config,spec,int-spec,contract}.ts',
    '**/*.{pg,kafka,valkey,http}.ts',
    '**/main.ts',
    '**/migrations/**',
    '**/*.entity.ts',
    '**/*.rows.ts',
  ],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [...entryPoints, ...infrastructure],
        paths: [
          {
            name: '@nestjs/common',
            allowImportNames: ['Injectable', 'Inject'],
            message: 'Of Nest, a use case knows @Injectable and @Inject only.',
          },
        ],
      },
    ],
  },
};
