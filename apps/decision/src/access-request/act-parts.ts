import type { Outbox } from '@trivium/bus';
import type { UnitOfWork } from '@trivium/persistence';
import type { RunningModel } from '@trivium/policy';
import type { Clock } from '@trivium/runtime';
import type { AccessRequestStore } from './access-request.store.js';

/** What every act on a request needs. */
export interface ActParts {
  readonly store: AccessRequestStore;
  readonly unitOfWork: UnitOfWork;
  readonly outbox: Pick<Outbox, 'prepare' | 'appendAll'>;
  readonly model: Pick<RunningModel, 'controlsOf' | 'version'>;
  readonly clock: Clock;
}
