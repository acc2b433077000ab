import { defineEvent } from '../define-event.js';
import { revocationView } from '../revocation-view.js';
import { topics } from '../topics.js';

export const workforceRevocationAdvancedV1 = defineEvent({
  type: 'workforce.revocation.advanced',
  version: 1,
  topic: topics.workforceRevocation,
  summary: 'A revocation of this road reached its next stage.',
  key: (event) => event.subject.id,
  data: revocationView,
});
