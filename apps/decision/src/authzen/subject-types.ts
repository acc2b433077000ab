import type { Road } from '@trivium/identity';

/** What AuthZEN callers and the record call the identities of each road. */
export const subjectTypes: Readonly<Record<Road, string>> = {
  workforce: 'person',
  workload: 'nhi',
  agent: 'agent',
};
