import { projectRoot } from '@trivium/local';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

const model = (text: string) => parse(text) as { roads: { workforce: { person: object } } };

/** The project's own model, whose birthrights name the targets of specs: everybody has `cache`, research has `lab` too. */
export async function governanceForSpecs(): Promise<string> {
  const own = model(await readFile(join(projectRoot(), 'governance', 'model.yaml'), 'utf8'));
  const right = (target: string) => [{ target, entitlements: ['+@read', '~orders:*'] }];
  const birthright = { '*': right('cache'), research: right('lab') };
  own.roads.workforce.person = { ...own.roads.workforce.person, birthright };
  return stringify(own);
}

/** `cache` is the real Valkey of this run; `lab` is a server that does not answer. */
export async function targetsForSpecs(valkeyUrl: string, folder: string): Promise<string> {
  const { hostname, port, username, password } = new URL(valkeyUrl);
  const file = join(folder, 'target-password');
  await writeFile(file, decodeURIComponent(password), { mode: 0o600 });
  const valkey = (name: string, at: number) => ({
    ...{ name, kind: 'valkey', host: hostname, port: at, tls: 'off' },
    ...{ adminUser: username, adminPassword: { file } },
  });
  return stringify({ targets: [valkey('cache', Number(port)), valkey('lab', 1)] });
}
