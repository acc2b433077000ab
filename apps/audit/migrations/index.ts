import { busMigrations } from '@trivium/bus';
import type { MigrationClass } from '@trivium/persistence';
import { CreateEntry1700000000401 } from './0401-create-entry.js';

export const migrations: readonly MigrationClass[] = [...busMigrations, CreateEntry1700000000401];
