import { busMigrations } from '@trivium/bus';
import type { MigrationClass } from '@trivium/persistence';
import { revocationMigrations } from '@trivium/revocation';
import { CreateAgent1700000000301 } from './0301-create-agent.js';
import { AddAgentState1700000000302 } from './0302-add-agent-state.js';

export const migrations: readonly MigrationClass[] = [
  ...busMigrations,
  ...revocationMigrations,
  CreateAgent1700000000301,
  AddAgentState1700000000302,
];
