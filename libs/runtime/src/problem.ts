/** One thing wrong with the input: `pointer` (RFC 6901) for a body, `name` for a header, a query or path parameter. */
export type InputError =
  { readonly pointer: string; readonly detail: string } | { readonly name: string; readonly detail: string };

export interface ProblemFacts {
  readonly status: number;
  /** `ERR_…`, from the closed list of whoever throws it. */
  readonly code: string;
  /** One sentence for people; MUST NOT contain secrets or inner causes. */
  readonly detail: string;
  readonly errors?: readonly InputError[];
  /** Extra response headers (`WWW-Authenticate`, `Retry-After`). */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly InputError[];
  readonly trace_id?: string;
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not permitted',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'Bad gateway',
  503: 'Unavailable',
  504: 'Timed out',
};

/** An outcome that the caller is told about (RFC 9457). What it does not need to know goes in `cause`, to the log only. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly InputError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(facts: ProblemFacts, options?: ErrorOptions) {
    super(facts.detail, options);
    this.status = facts.status;
    this.code = facts.code;
    this.errors = facts.errors;
    this.headers = facts.headers ?? {};
  }

  body(traceId?: string): ProblemBody {
    return {
      type: `urn:trivium:problem:${this.code.replace(/^ERR_/, '').toLowerCase().replaceAll('_', '-')}`,
      title: titles[this.status] ?? 'Problem',
      status: this.status,
      detail: this.message,
      code: this.code,
      ...(this.errors && { errors: this.errors }),
      ...(traceId && { trace_id: traceId }),
    };
  }
}

type Shorthand = (detail: string, code?: string, options?: ErrorOptions) => Problem;

function shorthand(status: number, usual: string): Shorthand {
  return (detail, code = usual, options) => new Problem({ status, code, detail }, options);
}

export const unauthorized = (detail: string, code = 'ERR_UNAUTHENTICATED', options?: ErrorOptions) =>
  new Problem({ status: 401, code, detail, headers: { 'www-authenticate': 'Bearer' } }, options);
export const forbidden = shorthand(403, 'ERR_FORBIDDEN');
export const notFound = shorthand(404, 'ERR_NOT_FOUND');
export const conflict = shorthand(409, 'ERR_CONFLICT');
export const gone = shorthand(410, 'ERR_GONE');
export const tooLarge = shorthand(413, 'ERR_TOO_LARGE');
export const unsupportedMediaType = shorthand(415, 'ERR_UNSUPPORTED_MEDIA_TYPE');
export const tooManyRequests = shorthand(429, 'ERR_TOO_MANY_REQUESTS');
export const unavailable = shorthand(503, 'ERR_UNAVAILABLE');

/** The input cannot be used; `errors` names each field. */
export function badRequest(
  detail: string,
  errors: readonly InputError[] = [],
  code = 'ERR_INVALID_INPUT',
): Problem {
  return new Problem({ status: 400, code, detail, ...(errors.length > 0 && { errors }) });
}
