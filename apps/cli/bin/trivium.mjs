#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', 'dist', 'src', 'main.js');
if (!existsSync(program)) {
  process.stderr.write('trivium is not built yet: run `npm run build` first.\n');
  process.exit(3);
}
await import(program);
