import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, isCached } from './cache.js';
import { runCommand } from './command.js';
import { pipDownload, pythonWorks, unpackWheel } from './registries.js';

const wheel = { name: 'ocsf-json-schema-1.2.0', checksums: 'ocsf-json-schema' };

/** Writes the JSON schema of every class of this version that the Open Cybersecurity Schema Framework publishes. */
const generator = `
import json, sys
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
version, out = sys.argv[1:]
published = get_ocsf_schema(version)
classes = {str(c['uid']): n for n, c in published['classes'].items() if n != 'base_event'}
make = OcsfJsonSchemaEmbedded(published).get_class_schema
json.dump({'classes': {uid: make(n) for uid, n in classes.items()}, 'published': published['classes']}, open(out, 'w'))
`;

export interface OcsfSchemas {
  /** JSON schemas (draft 2020-12) by class uid. */
  readonly classes: Readonly<Record<string, object>>;
  /** The classes as the framework publishes them, by name. */
  readonly published: Readonly<Record<string, OcsfClass>>;
}

export interface OcsfClass {
  readonly uid: number;
  readonly caption: string;
  readonly attributes: Readonly<
    Record<string, { readonly enum?: Readonly<Record<string, { readonly caption: string }>> }>
  >;
}

/**
 * The framework's own schema, by a foreign generator that is pinned and fetched on first use. Undefined where it is not in the cache
 * and there is no Python with pip to fetch it.
 */
export async function ocsfSchemas(version: string): Promise<OcsfSchemas | undefined> {
  if (!(await isCached(wheel)) && !(await pythonWorks())) return undefined;
  const folder = await cached({
    ...wheel,
    download: (fresh) => pipDownload('ocsf-json-schema==1.2.0', fresh),
    unpack: (fresh) => unpack(fresh, version),
  });
  return JSON.parse(await readFile(join(folder, `${version}.json`), 'utf8')) as OcsfSchemas;
}

async function unpack(folder: string, version: string): Promise<void> {
  const file = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (!file) throw new Error('pip left no wheel of ocsf-json-schema');
  await unpackWheel(join(folder, file), folder);
  await runCommand('python3', ['-c', generator, version, join(folder, `${version}.json`)], { cwd: folder });
}
