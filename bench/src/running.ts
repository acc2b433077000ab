/** What a benchmark needs to know of the system it measures. */
export interface Running {
  readonly gatewayUrl: string;
  readonly decisionUrl: string;
  readonly admin: { readonly username: string; readonly password: string };
  readonly introspector: { readonly id: string; readonly secret: string };
  readonly hrisSecret: string;
  readonly githubSecret: string;
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly username: string;
    readonly password: string;
  };
  readonly databaseUrl: string;
  readonly valkeyUrl: string;
}
