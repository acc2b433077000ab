/** The token endpoint's clients. */
export interface ClientDirectory {
  /** Returns when the token endpoint honours the statement. Throws `ClientNotRegistered` when that is not certain. */
  register(statement: string): Promise<void>;
}

export class ClientNotRegistered extends Error {
  readonly code = 'ERR_CLIENT_NOT_REGISTERED';
}
