import { Problem, type ProblemBody } from '@trivium/runtime';

/** The problem types of the access request profile, section 14, and their status. */
const statuses = {
  not_requestable: 400,
  expired_denial: 410,
  invalid_denial_binding: 400,
  duplicate_request: 409,
  unknown_task: 404,
  task_expired: 410,
  invalid_task_state: 409,
} as const;

export type AccessRequestRefusal = keyof typeof statuses;

/** A refusal under the name that the profile gives it. */
export class AccessRequestRefused extends Problem {
  constructor(
    readonly refusal: AccessRequestRefusal,
    detail: string,
    options?: ErrorOptions,
  ) {
    super({ status: statuses[refusal], code: `ERR_${refusal.toUpperCase()}`, detail }, options);
  }

  override body(traceId?: string): ProblemBody {
    return { ...super.body(traceId), type: `urn:openid:authzen:access-request:error:${this.refusal}` };
  }
}
