import type { Network } from './network.js';
import type { ServerAccess } from './server-access.js';
import type { StackSecrets } from './stack-secrets.js';

/** Everything from which the settings of every service follow. */
export interface StackPlan {
  readonly servers: ServerAccess;
  readonly secrets: StackSecrets;
  readonly network: Network;
  /** The folder in which each service finds one of its own, with its settings and secrets. */
  readonly servicesDir: string;
  /** The folder in which a service keeps what others have not taken yet; it outlives the process. */
  readonly spoolDir: string;
  /** The folder with `governance/` and `apps/`, as the services see it. */
  readonly programDir: string;
}
