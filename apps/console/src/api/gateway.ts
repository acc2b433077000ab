import { revocationDetail } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import { read, send } from './http.js';
import { revocationPage } from './revocation-page.js';
import { session } from './session.js';

/** The gateway's API as this page uses it. Every call throws `ApiProblem` and nothing else, except an `AbortError` when aborted. */
export const gateway = {
  session: (signal?: AbortSignal) => read('/v1/session', session, signal),

  /** With `newPassword` that one is good from now on. */
  signIn: (credentials: {
    readonly username: string;
    readonly password: string;
    readonly newPassword?: string;
  }) =>
    send('/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    }),

  signOut: () => send('/v1/session', { method: 'DELETE' }),

  /** Newest first; `before` is the `next` of the page that ended where this one begins. */
  revocations: (road: Road, before?: string, signal?: AbortSignal) => {
    const query = new URLSearchParams({ limit: '50', ...(before && { before }) });
    return read(`/v1/${road}/revocations?${query}`, revocationPage, signal);
  },

  revocation: (road: Road, revocationId: string, signal?: AbortSignal) =>
    read(`/v1/${road}/revocations/${encodeURIComponent(revocationId)}`, revocationDetail, signal),
};
