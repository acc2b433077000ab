import { projectRoot, runCommand } from '@trivium/local';
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dev: z.boolean().default(false),
      link: z.boolean().default(false),
      optional: z.boolean().default(false),
    }),
  ),
});
const manifest = z.object({ name: z.string() });

/** What `npm ci --omit=dev` installs, by the word of the lock file; optional packages only where they are meant for this machine. */
async function productionPackages(): Promise<string[]> {
  const { packages } = lock.parse(
    JSON.parse(await readFile(join(projectRoot(), 'package-lock.json'), 'utf8')),
  );
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev && !link)
    .filter(([path, { optional }]) => !optional || existsSync(join(projectRoot(), path)))
    .map(([path]) => path);
}

/** Packages of production alone, outside of the checkout, so that no development package can be found by accident. */
export async function installProduction(folder: string): Promise<void> {
  for (const path of await productionPackages()) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(projectRoot(), path), join(folder, path), { recursive: true, verbatimSymlinks: true });
  }
}

/** What the Dockerfile puts into one image, with the links to workspaces that npm makes. */
export async function layOut(image: string, folder: string): Promise<string> {
  const place = join(folder, 'images', image);
  await runCommand(process.execPath, [join(projectRoot(), 'deploy', 'assemble.mjs'), image, place]);
  const manifests = globSync('{apps/*,libs/*,libs/connectors/*,tools}/package.json', { cwd: place });
  for (const file of manifests) {
    const { name } = manifest.parse(JSON.parse(await readFile(join(place, file), 'utf8')));
    const link = join(place, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(relative(dirname(link), join(place, dirname(file))), link);
  }
  return place;
}
