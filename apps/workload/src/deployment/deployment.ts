/** The last state of a service that is known from its deployments. */
export interface Deployed {
  readonly ref: string;
  readonly sha: string;
  /** What the deployment said it needs; undefined when pipelines do not say. */
  readonly permissions?: readonly string[] | undefined;
  readonly removed: boolean;
  readonly occurredAt: Date;
}

/**
 * What about a deployment an owner has to look at again: permissions that came or went, an environment that is new, a service that is
 * gone, an older time that replaces a newer one. The same code with the same needs is no such thing.
 */
export function materialChange(before: Deployed | undefined, after: Deployed): readonly string[] {
  if (after.removed) return before?.removed ? [] : ['service removed'];
  const wanted = after.permissions ?? before?.permissions ?? [];
  const had = before?.permissions ?? [];
  const added = wanted.filter((one) => !had.includes(one)).map((one) => `permission added: ${one}`);
  const gone = had.filter((one) => !wanted.includes(one)).map((one) => `permission no longer used: ${one}`);
  const back = before?.removed ? ['service deployed again'] : [];
  return [...(before ? [] : ['first deployment to this environment']), ...back, ...added, ...gone];
}
