import { publicUrl } from './network.js';
import { administratorName, resourceServerId } from './service-environment.js';
import type { StackPlan } from './stack-plan.js';

/** What those outside have to know; kept in `local.json`, mode 0600. */
export interface StackAddress {
  readonly gatewayUrl: string;
  readonly decisionUrl: string;
  readonly admin: { readonly username: string; readonly password: string };
  readonly resourceServer: { readonly id: string; readonly secret: string };
  readonly hris: { readonly source: string; readonly secret: string };
  readonly bamboohr: { readonly source: string; readonly secret: string };
  readonly github: { readonly secret: string };
  readonly soc: {
    readonly brokers: string;
    readonly username: string;
    readonly password: string;
    readonly tls: boolean;
  };
}

export function addressOf({ network, secrets, servers }: StackPlan): StackAddress {
  return {
    gatewayUrl: publicUrl(network, 'gateway'),
    decisionUrl: publicUrl(network, 'decision'),
    admin: { username: administratorName, password: secrets.administrator },
    resourceServer: { id: resourceServerId, secret: secrets.resourceServer },
    hris: { source: 'people', secret: secrets.hris },
    bamboohr: { source: 'bamboohr', secret: secrets.bamboohr },
    github: { secret: secrets.github },
    soc: {
      brokers: network.publicBrokers,
      username: 'soc',
      password: secrets.kafka.soc,
      tls: servers.kafka.tls ?? false,
    },
  };
}
