import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceEnvironment } from './service-environment.js';
import type { StackPlan } from './stack-plan.js';
import { services, type Service } from './topology.js';

/** What one service is told: nothing of it is of use to another. */
export interface ServiceFolder {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Text by file name; the secrets, the documents that point to them, and the environment itself. */
  readonly files: Readonly<Record<string, string>>;
}

/** The folder of one service under this plan; nothing is written. */
export function serviceFolder(service: Service, plan: StackPlan): ServiceFolder {
  const path = join(plan.servicesDir, service);
  const files: Record<string, string> = {};
  const environment = serviceEnvironment(service, plan, (name, text) => {
    files[name] = text.endsWith('\n') ? text : `${text}\n`;
    return join(path, name);
  });
  return { path, environment, files: { ...files, 'service.env': environmentFile(environment) } };
}

/** Lines that `node --env-file`, Docker and systemd read alike. */
function environmentFile(environment: Readonly<Record<string, string>>): string {
  const quoted = (value: string) => (/[\s#'"]/.test(value) ? JSON.stringify(value) : value);
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${quoted(value)}\n`)
    .join('');
}

/** Writes every service's folder, for its owner's eyes only. */
export async function writeServiceFolders(plan: StackPlan): Promise<Record<Service, ServiceFolder>> {
  const written = await Promise.all(
    services.map(async (service) => [service, await write(serviceFolder(service, plan))] as const),
  );
  return Object.fromEntries(written) as Record<Service, ServiceFolder>;
}

async function write(folder: ServiceFolder): Promise<ServiceFolder> {
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  const texts = Object.entries(folder.files);
  await Promise.all(texts.map(([name, text]) => writeFile(join(folder.path, name), text, { mode: 0o600 })));
  return folder;
}
