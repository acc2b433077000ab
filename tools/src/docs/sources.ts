import { allEvents } from '@trivium/contracts';
import { kafkaGrants, projectRoot, topics } from '@trivium/local';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { ServiceSettings, TargetKind } from './config-page.js';
import type { ControllerRoutes } from './api-page.js';
import type { SampledEvent, TopicAccess } from './events-page.js';
import { routesOf } from './routes.js';

/** Where modules are loaded from: TypeScript in specs, what was built of it elsewhere. */
export type Form = 'source' | 'built';

const at = (form: Form, project: string, file: string) =>
  form === 'source' ? `${project}/src/${file}.ts` : `${project}/dist/src/${file}.js`;

async function exportsOf(file: string): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(join(projectRoot(), file)).href)) as Record<string, unknown>;
}

const find = (pattern: string) => globSync(pattern, { cwd: projectRoot() }).sort();

const settingsShape = z.record(z.string(), z.instanceof(z.ZodType));

/** Services cannot be imported by name, and only what they read at start is looked at. */
export async function serviceSettings(form: Form): Promise<ServiceSettings[]> {
  const files = find(at(form, 'apps/*', '*.config'));
  return Promise.all(
    files.map(async (file) => {
      const service = basename(file).replace(/\.config\.[jt]s$/, '');
      return { service, settings: settingsShape.parse((await exportsOf(file))[`${service}Settings`]) };
    }),
  );
}

export async function targetKinds(form: Form): Promise<TargetKind[]> {
  const files = find(at(form, 'libs/connectors/{kafka,postgres,valkey,webhook}', '*.config'));
  return Promise.all(
    files.map(async (file) => {
      const kind = basename(file).replace(/\.config\.[jt]s$/, '');
      const schema = z.instanceof(z.ZodObject).parse((await exportsOf(file))[`${kind}TargetConfig`]);
      return { kind, schema };
    }),
  );
}

export async function targetLimits(form: Form): Promise<z.ZodObject> {
  const { targetLimits: limits } = await exportsOf(at(form, 'libs/connectors/registry', 'limits.config'));
  return z.instanceof(z.ZodObject).parse(limits);
}

export function sampledEvents(): Promise<SampledEvent[]> {
  const golden = join(projectRoot(), 'libs', 'contracts', 'golden');
  return Promise.all(
    allEvents.map(async (definition) => ({
      definition,
      sample: JSON.parse(await readFile(join(golden, `${definition.type}.json`), 'utf8')) as unknown,
    })),
  );
}

/** The routes of each controller: of one service where it is an app's, of several where it is a library's. */
export async function apiRoutes(form: Form): Promise<ControllerRoutes[]> {
  const sources = find('{apps,libs}/*/src/**/*.controller.ts');
  return Promise.all(
    sources.map(async (path) => {
      const [, kind, project, name] = /^(apps|libs)\/([^/]+)\/src\/(.*)\.ts$/.exec(path) ?? [];
      const exported = await exportsOf(at(form, `${kind}/${project}`, name ?? ''));
      const source = await readFile(join(projectRoot(), path), 'utf8');
      return { owner: `${kind}/${project}`, routes: routesOf(exported, source) };
    }),
  );
}

/** Who may write and read each topic, as the broker enforces it. */
export function topicAccess(): TopicAccess[] {
  const granted = (topic: string, operation: 'READ' | 'WRITE') =>
    kafkaGrants
      .filter(
        ({ resource, name, operations }) =>
          resource === 'topic' && name === topic && operations.includes(operation),
      )
      .map(({ user }) => user);
  return topics.map(({ topic }) => ({
    topic,
    writers: granted(topic, 'WRITE'),
    readers: granted(topic, 'READ'),
  }));
}

export async function version(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(projectRoot(), 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
