import type { z } from 'zod';
import { fieldsOf } from './fields.js';
import { jsonSchemaOf } from './json-schema.js';
import { code, heading, page, table } from './markdown.js';
import type { Route } from './routes.js';

export interface ControllerRoutes {
  /** The project that has the controller, such as `apps/agent`. */
  readonly owner: string;
  readonly routes: readonly Route[];
}

interface Section {
  readonly title: string;
  readonly says: string;
  /** What goes before the path of a route to reach it through the gateway; undefined where it is not reached so. */
  readonly through: string | undefined;
}

const ofService = (service: string): Section => ({
  title: service.charAt(0).toUpperCase() + service.slice(1),
  says: `Through the gateway, under ${code(`/v1/${service}`)}.`,
  through: `/v1/${service}`,
});
const sections: Readonly<Record<string, Section>> = {
  'apps/gateway': { title: 'Gateway', says: 'Its own; everything else it passes on.', through: '' },
  'apps/workforce': ofService('workforce'),
  'apps/workload': ofService('workload'),
  'apps/agent': ofService('agent'),
  'apps/decision': {
    title: 'Decision',
    says: `With roles: through the gateway, under ${code('/v1/decision')}. Without: at the service's own public address, as the standards have it.`,
    through: undefined,
  },
  'apps/audit': ofService('audit'),
  'libs/revocation': {
    title: 'Every road',
    says: `Workforce, workload and agent have these, each for its own, under ${code('/v1/<road>')}.`,
    through: '/v1/<road>',
  },
  'libs/service': {
    title: 'Every service that reads topics',
    says: `Under ${code('/v1/<service>')}.`,
    through: '/v1/<service>',
  },
  'libs/runtime': {
    title: 'Every process',
    says: 'At the process itself, never through the gateway.',
    through: undefined,
  },
};

/** Routes that are served before the framework, since they answer thousands of times a second or stream. */
const beside = [
  ['Gateway', '`POST /hooks/hris/<source>`', 'an HR system, by its signature', '[README](../README.md)'],
  ['Gateway', '`POST /hooks/github`', 'GitHub, by its signature over the raw body', '[README](../README.md)'],
  ['Gateway', '`GET /v1/stream`', 'a session or token; server-sent events', '[console](../README.md)'],
  [
    'Decision',
    '`POST /access/v1/evaluation`, `/access/v1/evaluations`, `/access/v1/search/{subject,resource,action}`',
    'a registered caller',
    'AuthZEN Authorization API 1.0',
  ],
  [
    'Decision',
    '`GET /.well-known/authzen-configuration`',
    'anybody',
    'AuthZEN Authorization API 1.0, section 9',
  ],
  ['Decision', '`POST /oauth/introspect`', 'a registered caller or any live client', 'RFC 7662, RFC 9701'],
];

export function apiPage(controllers: readonly ControllerRoutes[]): string {
  return page([
    heading('API', 'the controllers of `apps` and `libs`'),
    `What a route takes is what its schema lists: anything else is a 400 of ${code('application/problem+json')} (RFC 9457) with a JSON pointer or the
name of each parameter that is not right. 401: nobody is known who asks. 403: none of the roles. 404: no such thing. 409: not as things stand. 422: understood,
and refused by its content. 429 and 503 say with ${code('Retry-After')} when to come back. Every problem has a ${code('code')} to act on and a ${code('trace_id')} to ask about.`,
    `A caller of the gateway is a session's cookie or an API token (${code('Authorization: Bearer')}). Any one of the roles of a route is enough.`,
    ...Object.entries(sections).flatMap(([owner, section]) => [
      `## ${section.title}`,
      section.says,
      ...controllers
        .filter((controller) => controller.owner === owner)
        .flatMap(({ routes }) => routes)
        .map((route) => routeSection(route, section)),
    ]),
    '## Beside these',
    'They are served without the framework of the others. Their forms are those of the standards, and their errors, too.',
    table(['Service', 'Route', 'Who', 'See'], beside),
  ]);
}

function routeSection(route: Route, { through }: Section): string {
  const prefix = through ?? (route.roles ? '/v1/decision' : '');
  return page([
    `### ${code(`${route.method} ${prefix}${route.path || '/'}`)}`,
    ...(route.summary ? [route.summary] : []),
    `${route.roles ? `Roles: ${route.roles.join(', ')}.` : 'No role needed.'} Success: ${route.status}.`,
    ...fields('Path', route.parameters),
    ...fields('Query', route.query),
    ...fields('Body', route.body),
  ]);
}

function fields(title: string, schema: z.ZodType | undefined): readonly string[] {
  return schema ? [table([title, 'Value', 'Required'], fieldsOf(jsonSchemaOf(schema)))] : [];
}
