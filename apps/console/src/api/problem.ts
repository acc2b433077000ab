import { z } from 'zod';

/** RFC 9457 problem details, as far as the page shows them. */
export const problemDetails = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  status: z.number().optional(),
  code: z.string().optional(),
  errors: z.array(z.object({ detail: z.string() })).optional(),
});

export type ProblemKind = 'offline' | 'signed-out' | 'refused' | 'not-understood';

/**
 * Why a call to the gateway gave no usable answer:
 * `offline` it could not be reached, `signed-out` the session is over, `refused` it answered with a problem,
 * `not-understood` its answer is not what the contract says.
 */
export class ApiProblem extends Error {
  /** The gateway's own word for what is wrong. */
  readonly code: string | undefined;

  constructor(
    readonly kind: ProblemKind,
    message: string,
    readonly status?: number,
    options?: ErrorOptions & { readonly code?: string },
  ) {
    super(message, options);
    this.name = 'ApiProblem';
    this.code = options?.code;
  }
}

/** Names whatever was thrown, so that a view has one kind of failure to show. */
export function toProblem(cause: unknown): ApiProblem {
  if (cause instanceof ApiProblem) return cause;
  return new ApiProblem('not-understood', 'Something unexpected happened in this page.', undefined, {
    cause,
  });
}
