import { roads } from '@trivium/identity';
import type { Policy } from './cedar/policy.js';
import type { CedarSchema } from './cedar/cedar-schema.js';
import type { DecisionCase } from './cases/case-table.js';
import type { GovernanceModel } from './governance-model.js';
import { appliesTo, type Standards } from './standards/standards.js';
import type { Finding } from './text/finding.js';
import type { YamlValue } from './text/read-yaml.js';

export interface GovernanceParts {
  readonly model: YamlValue<GovernanceModel>;
  readonly standards: YamlValue<Standards>;
  readonly schema: CedarSchema;
  readonly policies: readonly Policy[];
  readonly cases: readonly DecisionCase[];
}

/** What one file names, another has. */
export function checkReferences(parts: GovernanceParts): readonly Finding[] {
  return [
    ...controlsOfPolicies(parts),
    ...controlsOfModel(parts),
    ...controlsOfStandards(parts),
    ...kindsOfControls(parts),
    ...policiesOfEvidence(parts),
    ...namesInCases(parts),
  ];
}

const hasControl = ({ standards }: GovernanceParts, id: string) =>
  Object.hasOwn(standards.value.controls, id);

function controlsOfPolicies(parts: GovernanceParts): Finding[] {
  return parts.policies
    .filter(({ control }) => !hasControl(parts, control))
    .map(({ id, control, place }) => ({
      ...place,
      message: `${id}: standards.yaml has no control "${control}"`,
    }));
}

function controlsOfModel(parts: GovernanceParts): Finding[] {
  const { value, placeOf } = parts.model;
  return value.adopting
    .filter((id) => !hasControl(parts, id))
    .map((id) => ({
      ...placeOf(['adoption', 'controls', id]),
      message: `standards.yaml has no control "${id}"`,
    }));
}

function controlsOfStandards(parts: GovernanceParts): Finding[] {
  const { value, placeOf } = parts.standards;
  return Object.entries(value.standards).flatMap(([standard, { items }]) =>
    Object.entries(items).flatMap(([item, { controls = [] }]) =>
      controls
        .filter((id) => !hasControl(parts, id))
        .map((id) => ({
          ...placeOf(['standards', standard, 'items', item, 'controls', controls.indexOf(id)]),
          message: `${standard} ${item}: there is no control "${id}"`,
        })),
    ),
  );
}

/** Every kind has a control, and no control speaks of a kind that the model does not know. */
function kindsOfControls({ model, standards }: GovernanceParts): Finding[] {
  const controls = Object.entries(standards.value.controls);
  const known = roads.flatMap((road) => model.value.kindsOf(road).map((kind) => ({ road, kind })));
  const without = known
    .filter(({ road, kind }) => !controls.some(([, control]) => appliesTo(control, road, kind)))
    .map(({ road, kind }) => ({
      ...model.placeOf(['identities', road, kind]),
      message: `no control of standards.yaml applies to ${road}.${kind}`,
    }));
  const names = new Set([
    ...known.map(({ road, kind }) => `${road}.${kind}`),
    ...roads.map((road) => `${road}.*`),
  ]);
  const strangers = controls.flatMap(([id, control]) =>
    control.appliesTo
      .filter((name) => !names.has(name))
      .map((name) => ({
        ...standards.placeOf(['controls', id, 'appliesTo', control.appliesTo.indexOf(name)]),
        message: `${id}: the model has no ${name}`,
      })),
  );
  return [...without, ...strangers];
}

function policiesOfEvidence({ standards, policies, ...rest }: GovernanceParts): Finding[] {
  const ids = new Set(policies.map(({ id }) => id));
  const known = (field: string, value: string) =>
    field === 'policy'
      ? ids.has(value)
      : field !== 'control' || hasControl({ standards, policies, ...rest }, value);
  return Object.entries(standards.value.controls).flatMap(([id, { evidence }]) =>
    evidence.query.conditions.flatMap(({ field, values }) =>
      values
        .filter((value) => !known(field, value))
        .map((value) => ({
          ...standards.placeOf(['controls', id, 'evidence']),
          message: `${id}: there is no ${field} "${value}"`,
        })),
    ),
  );
}

function namesInCases({ cases, schema, policies }: GovernanceParts): Finding[] {
  const ids = new Set(policies.map(({ id }) => id));
  return cases.flatMap(({ name, place, action, because }) => [
    ...(schema.actions.has(action)
      ? []
      : [{ ...place, message: `${name}: the schema has no action "${action}"` }]),
    ...because
      .filter((id) => !ids.has(id))
      .map((id) => ({ ...place, message: `${name}: there is no policy "${id}"` })),
  ]);
}
