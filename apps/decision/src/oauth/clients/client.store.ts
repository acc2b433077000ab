import type { Registration } from './registration.js';

export interface ClientStore {
  /** Remembers it under the last link of its chain. An older statement than the one that is known changes nothing. */
  register(registration: Registration): Promise<void>;
  /** What is registered for this client and has not expired, newest first. */
  ofClient(clientId: string, now: Date): Promise<readonly Registration[]>;
  /** The same for all clients that trust this issuer. */
  trusting(issuer: string, now: Date): Promise<readonly Registration[]>;
  forgetExpired(before: Date): Promise<void>;
}
