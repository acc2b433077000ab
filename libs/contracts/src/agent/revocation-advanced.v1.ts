import { defineEvent } from '../define-event.js';
import { revocationView } from '../revocation-view.js';
import { topics } from '../topics.js';

export const agentRevocationAdvancedV1 = defineEvent({
  type: 'agent.revocation.advanced',
  version: 1,
  topic: topics.agentRevocation,
  summary: 'A revocation of this road reached its next stage.',
  key: (event) => event.subject.id,
  data: revocationView,
});
