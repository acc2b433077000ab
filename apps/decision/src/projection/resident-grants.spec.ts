import { newNhiId } from '@trivium/identity';
import fc from 'fast-check';
import type { AccessGrant } from './access-grant.js';
import { ResidentGrants, type GrantChange } from './resident-grants.js';

const subjects = Array.from({ length: 3 }, () => newNhiId());
const now = new Date('2026-01-05T09:00:00Z');
const byId = ({ grantId: one }: AccessGrant, { grantId: other }: AccessGrant) => (one < other ? -1 : 1);

const change: fc.Arbitrary<GrantChange> = fc
  .record({
    n: fc.nat(8),
    action: fc.constantFrom('read', 'write'),
    id: fc.constantFrom('a', 'b'),
    held: fc.boolean(),
  })
  .map(({ n, action, id, held }) => {
    const [grantId, subjectId] = [`g-${n}`, subjects[n % 3] ?? ''];
    const chain = [{ id: subjectId, generation: 1 }];
    const grant = { grantId, subjectId, chain, action, resource: { type: 'table', id }, grantedAt: now };
    return held ? { state: 'held', grant } : { state: 'ended', grantId, subjectId };
  });

it('whatever comes and goes, both ways in lead to the same grants', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const [grants, model] = [new ResidentGrants(), new Map<string, AccessGrant>()];
      for (const one of changes) {
        grants.apply(one);
        if (one.state === 'held') model.set(one.grant.grantId, one.grant);
        else model.delete(one.grantId);
      }
      const all = [...model.values()];
      expect(grants.size).toBe(all.length);
      for (const id of subjects)
        expect(grants.heldBy(id, now).toSorted(byId)).toEqual(
          all.filter(({ subjectId }) => subjectId === id).toSorted(byId),
        );
      for (const action of ['read', 'write'])
        for (const id of ['a', 'b'])
          expect(grants.holders({ action, resource: { type: 'table', id } }, now).toSorted()).toEqual(
            all
              .filter((grant) => grant.action === action && grant.resource.id === id)
              .map(({ subjectId }) => subjectId)
              .toSorted(),
          );
    }),
  );
});
