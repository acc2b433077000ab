import { idPrefixes, linkOwner, type Road } from '@trivium/identity';
import type { GovernanceModel } from '@trivium/policy';
import { isRole, type Role } from '@trivium/runtime';
import type { DecisionReason } from '../authzen/decision.js';
import type { EvaluationRequest } from '../authzen/evaluation-request.js';

/**
 * Which denials an approval could resolve. Only missing authority is created by one (access request profile, section 1): what a
 * policy forbids or who is contained stays denied whoever approves, and what is not known at the moment is known again by itself.
 */
export const isRequestable: Readonly<Record<DecisionReason, boolean>> = {
  no_grant: true,
  contained: false,
  forbidden_by_policy: false,
  markers_unknown: false,
  stale_data: false,
  cannot_be_recorded: false,
  granted: false,
  permitted_by_policy: false,
};

/** By which rule of the governance model a request is approved. */
export interface Route {
  readonly road: Road;
  readonly kind: string;
  /** Privileged or internet-facing. */
  readonly privileged: boolean;
}

type Asked = Pick<EvaluationRequest, 'subject' | 'resource'>;
type Properties = EvaluationRequest['subject']['properties'];

/** Where the caller does not say the kind, it is the usual one of the road: the same that the policies are asked about. */
const kinds: Readonly<Record<Road, (said: Properties) => unknown>> = {
  workforce: (said) => said?.kind ?? 'employee',
  workload: (said) => said?.kind ?? 'workload_identity',
  agent: (said) => said?.class ?? 'chatbot',
};

const identities = [idPrefixes.person, idPrefixes.nhi, idPrefixes.agent];

/** Undefined for a subject that is no identity of a road. */
export function routeOf({ subject, resource: { properties } }: Asked): Route | undefined {
  const road = identities.some((prefix) => subject.id.startsWith(prefix)) && linkOwner(subject.id);
  const kind = road && kinds[road](subject.properties);
  if (!road || typeof kind !== 'string') return undefined;
  return { road, kind, privileged: properties?.privileged === true || properties?.internetFacing === true };
}

/**
 * All who have to approve, by their role. Undefined where the model has no rule for the kind, and where it names somebody whom no
 * caller can prove to be: nobody could complete such a request, so none is taken.
 */
export function approversOf(
  { road, kind, privileged }: Route,
  model: Pick<GovernanceModel, 'controlsOf'>,
): readonly Role[] | undefined {
  const approval = model.controlsOf(road, kind)?.approval;
  const named = privileged ? approval?.privileged : approval?.by;
  return named?.every(isRole) ? named.filter(isRole) : undefined;
}
