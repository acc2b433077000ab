import { roads } from '@trivium/identity';
import type { ModelValue } from '../governance-model.js';
import type { Finding } from '../text/finding.js';
import type { YamlValue } from '../text/read-yaml.js';

type Path = readonly string[];
type Say = (path: Path, message: string) => void;

/** What the model says in one place has to agree with what it says in another. */
export function checkModel({ value, placeOf }: YamlValue<ModelValue>): readonly Finding[] {
  const findings: Finding[] = [];
  const say: Say = (path, message) =>
    findings.push({ ...placeOf(path), message: `${path.join('.')}: ${message}` });
  const { workload, agent } = value.roads;
  checkKinds('workload', workload.nhi.kinds, value, say);
  checkKinds('agent', agent.classes, value, say);
  for (const road of roads)
    for (const kind of Object.keys(value.identities[road])) checkSet(road, kind, value, say);
  return findings;
}

function checkKinds(
  road: 'workload' | 'agent',
  known: readonly string[],
  { identities }: ModelValue,
  say: Say,
) {
  const described = Object.keys(identities[road]);
  for (const kind of known.filter((one) => !described.includes(one)))
    say(['identities', road], `says nothing about ${kind}, which roads.${road} registers`);
  for (const kind of described.filter((one) => !known.includes(one)))
    say(['identities', road, kind], `is no kind that roads.${road} registers`);
}

function checkSet(road: (typeof roads)[number], kind: string, value: ModelValue, say: Say): void {
  const set = value.identities[road][kind];
  if (!set) return;
  const at = (...rest: string[]) => ['identities', road, kind, ...rest];
  if (set.revocation.deadline > value.roads[road].revocation.deadline)
    say(
      at('revocation', 'deadline'),
      `is later than the deadline of the road, roads.${road}.revocation.deadline`,
    );
  if (road === 'workload' && set.ttl.max > value.roads.workload.nhi.maxTtl)
    say(at('ttl', 'max'), 'is longer than roads.workload.nhi.maxTtl');
  if (road === 'agent' && set.ttl.max > value.roads.agent.delegation.maxTtl)
    say(at('ttl', 'max'), 'is longer than roads.agent.delegation.maxTtl');
  if (set.rotation?.every !== undefined && set.rotation.every > set.ttl.max)
    say(at('rotation', 'every'), 'is longer than the credential lives');
  set.exceptions.forEach(({ approvedBy }, index) => {
    if (approvedBy.length < 2) say(at('exceptions', String(index)), 'an exception is approved by two');
  });
}
