import { z } from 'zod';
import { duration } from '../text/duration.js';

/** Who may be asked to approve, in the words of the organisation. */
export const approvers = [
  'manager',
  'owner',
  'sponsor',
  'resource_owner',
  'delegator',
  'security',
  'legal',
  'vendor_manager',
] as const;

export const evidenceKinds = [
  'hr_record',
  'contract',
  'manager',
  'sponsor',
  'named_owner',
  'purpose',
  'environment',
  'data_sensitivity',
  'source_repository',
  'certificate_request',
  'workload_attestation',
  'vendor_assessment',
  'approved_scopes',
  'sealed_storage',
  'individual_accountability',
  'model_card',
  'tool_list',
  'test_report',
  'delegation',
  'oversight_plan',
] as const;

/** What ends access, in this order; `verify` is always the last. */
export const revocationSteps = [
  'contain',
  'end_sessions',
  'disable_accounts',
  'delete_secret',
  'rotate_secret',
  'revoke_certificate',
  'withdraw_consent',
  'remove_trust',
  'end_delegations',
  'stop_tasks',
  'seal',
  'verify',
] as const;

export const reviewTriggers = [
  'role_changed',
  'department_changed',
  'returned_from_leave',
  'engagement_extended',
  'owner_left',
  'deployment',
  'rollback',
  'service_removed',
  'scope_changed',
  'secret_leaked',
  'unused',
  'certificate_renewed',
  'trust_changed',
  'vendor_incident',
  'evidence_expired',
  'opened',
  'tools_changed',
  'model_changed',
  'behaviour_changed',
  'budget_exceeded',
  'delegator_changed',
] as const;

export const exceptionKinds = [
  'retained_access',
  'separation_of_duties',
  'late_review',
  'longer_life',
  'late_rotation',
  'static_secret',
  'wider_scope',
  'wider_budget',
] as const;

const unique = <T extends z.ZodType<string>>(word: T) =>
  z.array(word).refine((words) => new Set(words).size === words.length, 'names something twice');
const approval = unique(z.enum(approvers)).min(1);

const exception = z.strictObject({ kind: z.enum(exceptionKinds), approvedBy: approval, longest: duration });

/** When a secret is renewed: after a period, on a schedule, or at a share of its life; exactly one of them. */
const rotation = z
  .strictObject({
    every: duration.optional(),
    schedule: z
      .string()
      .regex(/^\S+( \S+){4}$/, 'must be a cron expression of five fields')
      .optional(),
    atShareOfLife: z.number().gt(0).lt(1).optional(),
    /** How long after its moment a rotation may begin. */
    window: duration.optional(),
    /** How long the old version lives beside the new one. */
    grace: duration.optional(),
    liveVersions: z.int().min(1).max(2),
  })
  .refine(
    ({ every, schedule, atShareOfLife }) =>
      [every, schedule, atShareOfLife].filter((one) => one !== undefined).length === 1,
    'needs exactly one of every, schedule and atShareOfLife',
  )
  .refine(
    ({ grace, liveVersions }) => grace === undefined || liveVersions === 2,
    'a grace takes two live versions',
  );

/** What is demanded of one kind of identity. Durations are milliseconds. */
export const controlSet = z
  .strictObject({
    approval: z.strictObject({
      /** All of these approve. */
      by: approval,
      /** All of these approve what is privileged or internet-facing. */
      privileged: approval,
      /** Low risk inside an approved template needs nobody. */
      automatic: z.boolean(),
    }),
    evidence: unique(z.enum(evidenceKinds)).min(1),
    revocation: z.strictObject({
      steps: unique(z.enum(revocationSteps))
        .min(2)
        .refine((steps) => steps[0] === 'contain', 'begins with contain')
        .refine((steps) => steps.at(-1) === 'verify', 'ends with verify'),
      deadline: duration,
    }),
    review: z.strictObject({ every: duration, triggers: unique(z.enum(reviewTriggers)).min(1) }),
    ttl: z
      .strictObject({ default: duration, max: duration })
      .refine((ttl) => ttl.default <= ttl.max, 'the default is longer than the maximum'),
    /** Absent where there is no secret to renew. */
    rotation: rotation.optional(),
    exceptions: z.array(exception),
  })
  .refine(
    ({ exceptions }) => new Set(exceptions.map(({ kind }) => kind)).size === exceptions.length,
    'has two exceptions of one kind',
  );
export type ControlSet = z.output<typeof controlSet>;
