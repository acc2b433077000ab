/**
 * Lays out what one image holds besides `node_modules`: `node deploy/assemble.mjs <service | provision> <folder>`.
 * The Dockerfile and its spec run this same step; the workspace has to be built.
 */
import { cp, glob, mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const find = (pattern) => Array.fromAsync(glob(pattern, { cwd: root }));

const services = (await find('apps/*/src/main.ts')).map((file) => file.split('/')[1]);
const everywhere = ['type:lib', 'type:connector', 'type:connector-registry'];

async function librariesTagged(tags) {
  const manifests = await find('libs/{*,connectors/*}/package.json');
  const tagged = manifests.map(async (file) => {
    const { nx } = JSON.parse(await readFile(join(root, file), 'utf8'));
    return nx.tags.some((tag) => tags.includes(tag)) ? [dirname(file)] : [];
  });
  return (await Promise.all(tagged)).flat();
}

/** The projects of an image: a service and the libraries, or what provisioning needs of all services. */
async function projectsOf(image) {
  if (image !== 'provision') return [`apps/${image}`, ...(await librariesTagged(everywhere))];
  const apps = services.map((name) => `apps/${name}`);
  return [...apps, 'tools', ...(await librariesTagged([...everywhere, 'type:tooling']))];
}

async function copy(file, folder) {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await cp(join(root, file), join(folder, file), { recursive: true });
}

const [image = '', folder = ''] = process.argv.slice(2);
if (!folder || ![...services, 'provision'].includes(image)) {
  process.stderr.write(`usage: assemble.mjs <${[...services, 'provision'].join(' | ')}> <folder>\n`);
  process.exit(2);
}

for (const project of await projectsOf(image)) {
  await copy(join(project, 'package.json'), resolve(folder));
  await copy(join(project, 'dist'), resolve(folder));
}
await copy('package.json', resolve(folder));
await copy('governance', resolve(folder));
if (image === 'gateway') await copy('apps/console/dist', resolve(folder));
