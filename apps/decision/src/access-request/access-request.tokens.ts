/** The tables of access requests (`AccessRequestStore`). */
export const ACCESS_REQUESTS = Symbol('AccessRequests');
/** Where callers reach them (`RequestAddresses`). */
export const REQUEST_ADDRESSES = Symbol('RequestAddresses');

export interface RequestAddresses {
  readonly endpoint: string;
  readonly schema: string;
}

/** The path of the access request endpoint; a task is below it. */
export const requestsPath = '/access/v1/requests';

export function addressesAt(issuer: string): RequestAddresses {
  const endpoint = `${issuer}${requestsPath}`;
  return { endpoint, schema: `${endpoint}/schema.json` };
}
