import { call } from './http.js';
import {
  AgentClient,
  introspect,
  tokenFromAssertion,
  type Introspection,
  type Token,
} from './agent-client.js';
import { GithubSender } from './github-sender.js';
import { BambooHrSender, HrisSender } from './hris-sender.js';
import { Operator } from './operator.js';

/** Where a running system is and what those outside of it know. */
export interface SystemAddress {
  readonly gatewayUrl: string;
  readonly decisionUrl: string;
  readonly admin: { readonly username: string; readonly password: string };
  /** A resource server's credentials for introspection. */
  readonly resourceServer: { readonly id: string; readonly secret: string };
  readonly hris: { readonly source: string; readonly secret: string };
  readonly bamboohr: { readonly source: string; readonly secret: string };
  readonly github: { readonly secret: string };
  /** The SOC's own principal at Kafka. */
  readonly soc: { readonly brokers: string; readonly username: string; readonly password: string };
}

/** What an enforcement point asks (AuthZEN Authorization API 1.0, section 5). */
export interface Evaluation {
  readonly subject: { readonly type: string; readonly id: string };
  readonly action: { readonly name: string };
  readonly resource: { readonly type: string; readonly id: string };
}

export interface Evaluated {
  readonly decision: boolean;
  readonly context: { readonly decision_id: string; readonly reason: string };
}

/** A running system as those outside see it. */
export class ExampleSystem {
  readonly hris: HrisSender;
  readonly bamboohr: BambooHrSender;
  readonly github: GithubSender;

  private constructor(
    readonly address: SystemAddress,
    readonly operator: Operator,
  ) {
    const hook = (path: string) => `${address.gatewayUrl}/hooks/${path}`;
    this.hris = new HrisSender(hook(`hris/${address.hris.source}`), address.hris.secret);
    this.bamboohr = new BambooHrSender(hook(`hris/${address.bamboohr.source}`), address.bamboohr.secret);
    this.github = new GithubSender(hook('github'), address.github.secret);
  }

  static async open(address: SystemAddress): Promise<ExampleSystem> {
    const { username, password } = address.admin;
    return new ExampleSystem(address, await Operator.signIn(address.gatewayUrl, username, password));
  }

  introspect(token: Token): Promise<Introspection> {
    return introspect(this.address.decisionUrl, this.address.resourceServer, token.access_token);
  }

  /** What the resource server is answered when it asks whether somebody may do something. */
  async evaluate(evaluation: Evaluation): Promise<Evaluated> {
    const { id, secret } = this.address.resourceServer;
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const answer = await call<Evaluated>('POST', `${this.address.decisionUrl}/access/v1/evaluation`, {
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(evaluation),
    });
    return answer.body;
  }

  /** An access token for a person, on the word of the workforce road. */
  async tokenOf(personId: string): Promise<Token> {
    const { assertion } = await this.operator.send<{ assertion: string }>(
      'POST',
      `/v1/workforce/persons/${personId}/assertions`,
    );
    return this.tokenFrom(assertion);
  }

  tokenFrom(assertion: string): Promise<Token> {
    return tokenFromAssertion(this.address.decisionUrl, assertion);
  }

  newAgent(): Promise<AgentClient> {
    return AgentClient.create(this.address.decisionUrl);
  }
}
