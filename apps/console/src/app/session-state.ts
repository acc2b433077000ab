import type { ApiProblem } from '../api/problem.js';
import type { Session } from '../api/session.js';

export type SessionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'signed-in'; readonly session: Session }
  /** `ended` when there was a session before, so that the page can say why it asks again. */
  | { readonly kind: 'signed-out'; readonly ended: boolean }
  | { readonly kind: 'unknown'; readonly problem: ApiProblem };
