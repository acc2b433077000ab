import { loadGovernance } from '@trivium/policy';
import { ocsfWords } from './ocsf-words.js';

/** Every action that the standards ask the record about. */
const { standards } = await loadGovernance('governance');
const asked = Object.values(standards.controls).flatMap(({ evidence: { query } }) =>
  query.source === 'entries'
    ? query.conditions.filter(({ field }) => field === 'action').flatMap(({ values }) => values)
    : [],
);

it.each([...new Set(asked)])('the evidence %s is something that a service says', (action) => {
  expect(Object.keys(ocsfWords)).toContain(action);
});
