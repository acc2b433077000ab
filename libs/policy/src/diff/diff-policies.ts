import type { Policy } from '../cedar/policy.js';
import type { Difference, Effect } from './difference.js';

type Policies = readonly Policy[];

/** Added permits and removed forbids widen; so does whatever else a changed policy may mean. */
export function diffPolicies(before: Policies, after: Policies): readonly Difference[] {
  const [from, to] = [byId(before), byId(after)];
  const ids = [...new Set([...from.keys(), ...to.keys()])].sort();
  return ids.flatMap((id) => policyChange(id, from.get(id), to.get(id)));
}

const byId = (policies: Policies) => new Map(policies.map((policy) => [policy.id, policy]));

function policyChange(name: string, before: Policy | undefined, after: Policy | undefined): Difference[] {
  const say = (effect: Effect, words: string): Difference[] => [{ what: 'policy', name, effect, words }];
  if (!before && !after) return [];
  if (!before && after)
    return say(
      after.effect === 'permit' ? 'widens' : 'narrows',
      `this ${after.effect} is added: ${after.description}`,
    );
  if (before && !after)
    return say(
      before.effect === 'permit' ? 'narrows' : 'widens',
      `this ${before.effect} is removed: ${before.description}`,
    );
  if (!before || !after) return [];
  if (before.meaning !== after.meaning)
    return say('widens', `this ${before.effect} says something else now: ${after.description}`);
  if (before.control !== after.control)
    return say('widens', `it now belongs to the control ${after.control} instead of ${before.control}`);
  return before.description === after.description
    ? []
    : say('neutral', 'its description is worded differently');
}
