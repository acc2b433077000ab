import type { EventData, joinerReceivedV1, leaverReceivedV1 } from '@trivium/contracts';
import { personIdFor, type PersonId } from '@trivium/identity';
import { UNIT_OF_WORK, type UnitOfWork } from '@trivium/persistence';
import { bootstrap, readConfig } from '@trivium/runtime';
import { serviceUnderTest } from '@trivium/testing';
import { randomUUID } from 'node:crypto';
import { migrations } from '../../migrations/index.js';
import { ReceiveJoiner } from '../joiner/receive-joiner.js';
import { RevokeLeaver } from '../leaver/revoke-leaver.js';
import { workforceSettings } from '../workforce.config.js';
import { WorkforceModule } from '../workforce.module.js';

type Joiner = EventData<typeof joinerReceivedV1>;
type Leaver = EventData<typeof leaverReceivedV1>;

/** The whole service with real servers; it reads no topics, the spec hands it its events. */
export async function startWorkforce() {
  const service = await serviceUnderTest({
    service: 'workforce',
    migrations,
    start: ({ environment, clock }) => {
      const config = readConfig(workforceSettings, environment);
      return bootstrap({ service: 'workforce', module: WorkforceModule.for(config), config, clock });
    },
  });
  const unitOfWork = service.app.get<UnitOfWork>(UNIT_OF_WORK);
  const facts = (externalId: string) => {
    const at = service.clock.now().toISOString();
    return {
      personId: personIdFor('hr', externalId),
      source: 'hr',
      externalId,
      occurredAt: at,
      receivedAt: at,
    };
  };

  return {
    ...service,

    /** Hands over one event as often as told, each time as a delivery of its own. */
    async joined(externalId: string, over: Partial<Joiner> = {}, times = 1): Promise<PersonId> {
      const event: Joiner = { ...facts(externalId), displayName: `Example ${externalId}`, ...over };
      const receiveJoiner = service.app.get(ReceiveJoiner);
      for (let time = 0; time < times; time += 1)
        await unitOfWork.run((tx) => receiveJoiner.execute(tx, event, { causeId: `evt_${randomUUID()}` }));
      return event.personId;
    },

    async left(externalId: string, over: Partial<Leaver> = {}, times = 1): Promise<PersonId> {
      const event: Leaver = { ...facts(externalId), effectiveAt: facts(externalId).occurredAt, ...over };
      const revokeLeaver = service.app.get(RevokeLeaver);
      for (let time = 0; time < times; time += 1)
        await unitOfWork.run((tx) => revokeLeaver.execute(tx, event, `evt_${randomUUID()}`));
      return event.personId;
    },

    async person(personId: string): Promise<Record<string, unknown>> {
      return (await service.call('GET', `/persons/${personId}`, { as: ['admin'] })).body;
    },

    revocationsOf: (personId: string) =>
      service.sql<{ revocation_id: string; chain: string[]; reason: string; event_at: Date }>(
        'SELECT revocation_id, chain, reason, event_at FROM revocation WHERE subject_id = $1 ORDER BY created_at',
        [personId],
      ),

    /** What was written to the record about this person: action, outcome, reason. */
    async recorded(personId: string): Promise<string[]> {
      const entries = (await service.said(personId)).filter(({ type }) => type === 'audit.entry.recorded.v1');
      return entries.map(({ data }) => [data.action, data.outcome, data.reason].join(' '));
    },
  };
}

export type RunningWorkforce = Awaited<ReturnType<typeof startWorkforce>>;
