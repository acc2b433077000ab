import { deploymentReportedV1, secretLeakedV1 } from '@trivium/contracts';
import { fingerprint, Secret } from '@trivium/credentials';
import { isStorable, parseBody } from '@trivium/runtime';
import { z } from 'zod';
import { moment } from './fields.js';
import { fact, type Intake, type Normalisation } from './normalised.js';

const repository = z.object({ full_name: z.string().min(1).max(300) });

const deploymentStatus = z.object({
  deployment_status: z.object({
    state: z.enum(['queued', 'pending', 'in_progress', 'success', 'failure', 'error', 'inactive', 'waiting']),
    environment: z.string().max(200).optional(),
    created_at: moment,
  }),
  deployment: z.object({
    id: z.number(),
    ref: z.string().max(300),
    sha: z.string().max(100),
    task: z.string().max(100).optional(),
    environment: z.string().max(200),
    payload: z.unknown(),
  }),
  repository,
  sender: z.object({ login: z.string().max(200) }).optional(),
});

const permission = z.string().max(200).refine(isStorable);
const permissions = z.object({ permissions: z.array(permission).max(200) });
/** As large as the forge's own numbers, and no larger than a column of ours. */
const alertNumber = z.int().min(1).max(2_147_483_647);

const secretScanningAlert = z.object({
  action: z.string(),
  alert: z.object({
    number: alertNumber,
    secret_type: z.string().max(200),
    secret: z.string().optional(),
    html_url: z.string().max(500).optional(),
    publicly_leaked: z.boolean().nullish(),
    created_at: moment,
    updated_at: moment.nullish(),
  }),
  repository,
});

/** Actions after which the secret is in the open and not dealt with. */
const open = new Set(['created', 'reopened', 'publicly_leaked', 'validated']);

const utc = (at: string) => new Date(at).toISOString();
const nothing: Normalisation = { events: [], ignored: 1 };

/** GitHub's `deployment_status` and `secret_scanning_alert`; every other event concerns no road. */
export function readGithub(body: unknown, intake: Intake): Normalisation {
  if (intake.event === 'deployment_status') return readDeployment(body, intake);
  if (intake.event === 'secret_scanning_alert') return readAlert(body, intake);
  return nothing;
}

function readDeployment(body: unknown, { source, receivedAt }: Intake): Normalisation {
  const {
    deployment,
    deployment_status: status,
    repository: repo,
    sender,
  } = parseBody(deploymentStatus, body);
  if (status.state === 'waiting') return nothing;
  const requested = permissions.safeParse(parsedPayload(deployment.payload));
  const data = {
    source,
    repository: repo.full_name,
    environment: status.environment ?? deployment.environment,
    state: status.state,
    ref: deployment.ref,
    sha: deployment.sha,
    deploymentId: String(deployment.id),
    occurredAt: utc(status.created_at),
    receivedAt: receivedAt.toISOString(),
    ...(deployment.task && { task: deployment.task }),
    ...(sender && { actor: sender.login }),
    ...(requested.success && { requestedPermissions: requested.data.permissions }),
  };
  return { events: [fact(deploymentReportedV1, data, new Date(status.created_at))], ignored: 0 };
}

/** A payload that was given as text arrives as text. */
function parsedPayload(payload: unknown): unknown {
  if (typeof payload !== 'string' || payload === '') return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function readAlert(body: unknown, { source, receivedAt }: Intake): Normalisation {
  const { action, alert, repository: repo } = parseBody(secretScanningAlert, body);
  if (!open.has(action)) return nothing;
  const occurredAt = alert.updated_at ?? alert.created_at;
  const data = {
    source,
    repository: repo.full_name,
    alertNumber: alert.number,
    secretType: alert.secret_type,
    occurredAt: utc(occurredAt),
    receivedAt: receivedAt.toISOString(),
    // The value itself ends here.
    ...(alert.secret && { fingerprint: fingerprint(new Secret(alert.secret)) }),
    ...(typeof alert.publicly_leaked === 'boolean' && { publiclyLeaked: alert.publicly_leaked }),
    ...(alert.html_url && { url: alert.html_url }),
  };
  return { events: [fact(secretLeakedV1, data, new Date(occurredAt))], ignored: 0 };
}
