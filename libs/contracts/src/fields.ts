import {
  roads,
  type AgentId,
  type CredentialId,
  type DelegationId,
  type NhiId,
  type PersonId,
  type RevocationId,
  type TaskId,
} from '@trivium/identity';
import { z } from 'zod';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const idOf = <Id extends string>(prefix: string) => {
  const pattern = new RegExp(`^${prefix}${uuid}$`);
  return z
    .custom<Id>((value) => typeof value === 'string' && pattern.test(value), `must be ${prefix}<uuid>`)
    .meta({ type: 'string', pattern: pattern.source });
};

export const personId = idOf<PersonId>('per_');
export const nhiId = idOf<NhiId>('nhi_');
export const credentialId = idOf<CredentialId>('crd_');
export const agentId = idOf<AgentId>('agt_');
export const delegationId = idOf<DelegationId>('dlg_');
export const taskId = idOf<TaskId>('tsk_');
export const revocationId = idOf<RevocationId>('rev_');
export const decisionId = idOf<string>('dec_');

/** RFC 3339, always UTC with milliseconds when we write. */
export const instant = z.iso.datetime({ offset: true });
export const generation = z.int().min(1);
export const road = z.enum(roads);

/** One link of a chain, written `<id>:<generation>`. */
export const link = z.string().regex(new RegExp(`^(per|nhi|crd|agt|dlg|tsk)_${uuid}:[1-9][0-9]*$`));
export const chain = z.array(link).min(1).max(16);

/** One thing that a subject may do at a target, as AuthZEN asks for it. */
export const permission = z.object({
  action: z.string().min(1).max(200),
  resource: z.object({ type: z.string().min(1).max(200), id: z.string().min(1).max(500) }),
});

/** RFC 9396 `authorization_details` of the type that Trivium understands. */
export const authorizationDetail = z.object({
  type: z.literal('trivium_access'),
  /** The configured name of the target system. */
  target: z.string().min(1).max(100),
  actions: z.array(z.string().min(1).max(100)).min(1).max(50),
});
export type AuthorizationDetail = z.infer<typeof authorizationDetail>;
