import type { KafkaAccess } from '../kafka.js';

/** Servers that run, each with an account that may make other accounts. */
export interface ServerAccess {
  readonly kafka: KafkaAccess;
  readonly postgres: {
    /** A superuser's connection to any database. */
    readonly adminUrl: string;
    /** The same account's connection to the product's own database, which is made when it is missing. */
    readonly productUrl: string;
  };
  readonly valkey: { readonly url: string };
  /** An example target; its own server, so that what happens to the markers does not happen to it. */
  readonly cache: { readonly url: string };
}

/** The same server, with another account. */
export function asUser(serverUrl: string, user: string, password: string): string {
  const url = new URL(serverUrl);
  url.username = user;
  url.password = password;
  return url.toString();
}

/** The URL of the product's own database on the given server. */
export const productDatabase = ({ postgres }: Pick<ServerAccess, 'postgres'>): string => postgres.productUrl;
