import { requestsPath } from '../authzen/authzen-metadata.js';

/** The tables of access requests (`AccessRequestStore`). */
export const ACCESS_REQUESTS = Symbol('AccessRequests');
/** Where callers reach them (`RequestAddresses`). */
export const REQUEST_ADDRESSES = Symbol('RequestAddresses');

export interface RequestAddresses {
  readonly endpoint: string;
  readonly schema: string;
}

/** A task is below the endpoint. */
export function addressesAt(issuer: string): RequestAddresses {
  const endpoint = `${issuer}${requestsPath}`;
  return { endpoint, schema: `${endpoint}/schema.json` };
}
