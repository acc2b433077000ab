/** The last state of a service that is known from its deployments. */
export interface Deployed {
  /** As the pipeline names it; undefined for one that was reported before this was kept. */
  readonly deploymentId: string | undefined;
  readonly ref: string;
  readonly sha: string;
  /** What the deployment said it needs; undefined when pipelines do not say. */
  readonly permissions?: readonly string[] | undefined;
  readonly removed: boolean;
  readonly occurredAt: Date;
}

/** What is kept of a service: its last state, and the versions that it ran before, youngest last. */
export interface DeploymentHistory extends Deployed {
  readonly earlier: readonly string[];
}

const versionsKept = 50;
const shortSha = 12;

/** Pipelines end the former deployment when the next one has succeeded; only the end of the one that runs removes the service. */
export function isEndOfFormer(before: Deployed | undefined, after: Deployed): boolean {
  return after.removed && before?.deploymentId !== undefined && before.deploymentId !== after.deploymentId;
}

/**
 * What about a deployment an owner has to look at again: permissions that came or went, an environment that is new, a service that is
 * gone, an earlier version in place of a later one. The same code with the same needs is no such thing.
 */
export function materialChange(before: DeploymentHistory | undefined, after: Deployed): readonly string[] {
  if (after.removed) return before?.removed ? [] : ['service removed'];
  const wanted = after.permissions ?? before?.permissions ?? [];
  const had = before?.permissions ?? [];
  const added = wanted.filter((one) => !had.includes(one)).map((one) => `permission added: ${one}`);
  const gone = had.filter((one) => !wanted.includes(one)).map((one) => `permission no longer used: ${one}`);
  const back = before?.removed ? ['service deployed again'] : [];
  const isRolledBack = before?.sha !== after.sha && before?.earlier.includes(after.sha);
  const rolledBack = isRolledBack ? [`earlier version deployed again: ${after.sha.slice(0, shortSha)}`] : [];
  return [
    ...(before ? [] : ['first deployment to this environment']),
    ...back,
    ...rolledBack,
    ...added,
    ...gone,
  ];
}

/** What is known afterwards; a deployment that says nothing of its needs leaves them as they were. */
export function historyAfter(before: DeploymentHistory | undefined, after: Deployed): DeploymentHistory {
  const known = before ? [...before.earlier, before.sha] : [];
  const earlier = known.filter((sha, at) => sha !== after.sha && known.lastIndexOf(sha) === at);
  const permissions = after.permissions ?? before?.permissions;
  return { ...after, permissions, earlier: earlier.slice(-versionsKept) };
}
