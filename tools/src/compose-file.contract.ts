import { projectRoot } from '@trivium/local';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const condition = z.enum(['service_healthy', 'service_completed_successfully', 'service_started']);

const container = z.looseObject({
  image: z.string(),
  build: z
    .object({
      dockerfile: z.string(),
      target: z.string(),
      args: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  command: z.array(z.string()).optional(),
  restart: z.string().optional(),
  init: z.boolean().default(false),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
export type Container = z.infer<typeof container>;

const composeFile = z.object({
  services: z.record(z.string(), container),
  volumes: z.record(z.string(), z.unknown()),
});

export const readText = (file: string): string => readFileSync(join(projectRoot(), file), 'utf8');

/** `docker-compose.yml` as it stands, and the parts of it that are looked at. */
export function readComposeFile() {
  const text = readText('docker-compose.yml');
  const document: unknown = parse(text, { merge: true });
  return { text, document, ...composeFile.parse(document) };
}

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly writable: boolean;
}

export const mountsOf = ({ volumes }: Container): Mount[] =>
  volumes.map((volume) => {
    const [source = '', target = '', mode = 'rw'] = volume.split(':');
    return { source, target, writable: mode !== 'ro' };
  });

/** The mount in which a path lies. */
export const mountOf = (one: Container, path: string): Mount | undefined =>
  mountsOf(one).find(({ target }) => path.startsWith(`${target}/`));
