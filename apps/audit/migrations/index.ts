import { busMigrations } from '@trivium/bus';
import type { MigrationClass } from '@trivium/persistence';
import { CreateEntry1700000000401 } from './0401-create-entry.js';
import { CreateDecision1700000000402 } from './0402-create-decision.js';
import { CreateDecisionBatch1700000000403 } from './0403-create-decision-batch.js';

export const migrations: readonly MigrationClass[] = [
  ...busMigrations,
  CreateEntry1700000000401,
  CreateDecision1700000000402,
  CreateDecisionBatch1700000000403,
];
