import { z } from 'zod';

/** `typ` of the signature over what is published. */
export const bundleStatementType = 'trv-policy+jws';

/** The one bundle that Trivium runs; also the key under which it is kept on its topic. */
export const bundleName = 'trivium';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What the signature says of a published version: which files, by their digest, who answers for them, and that a second person did where it widens. */
export const bundleStatement = z
  .object({
    name: z.literal(bundleName),
    version: z.string().min(1),
    digest: sha256,
    sequence: z.int().min(1),
    widens: z.boolean(),
    reason: z.string(),
    proposedBy: z.string().min(1),
    approvedBy: z.string().min(1).optional(),
    publishedAt: z.iso.datetime(),
  })
  .refine(
    ({ widens, proposedBy, approvedBy }) =>
      !widens || (approvedBy !== undefined && approvedBy !== proposedBy),
    'widens access without a second person',
  );
export type BundleStatement = z.output<typeof bundleStatement>;
