import { readTargets } from '@trivium/connectors';
import { TriviumConnector } from '@trivium/connector-trivium';
import { parseChain } from '@trivium/identity';
import { triviumTarget, type ConfiguredTarget } from '@trivium/revocation';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { RoadAssertions } from './road-assertions.js';

const probeSeconds = 60;
/** A probe takes milliseconds of the process that everybody else asks, too. */
const ownLimits = { concurrency: 4, timeoutMs: 5_000 };

/** The target systems of this road, and Trivium's own token endpoint as the first of them. */
@Injectable()
export class RoadTargets implements OnApplicationShutdown {
  constructor(readonly all: readonly ConfiguredTarget[]) {}

  static async read(file: string, decisionUrl: string, assertions: RoadAssertions): Promise<RoadTargets> {
    const own = new TriviumConnector({
      target: triviumTarget,
      tokenEndpoint: new URL('/oauth/token', decisionUrl).toString(),
      signProbe: (account) => probe(assertions, account.name),
    });
    return new RoadTargets([{ connector: own, ...ownLimits }, ...(await readTargets(file))]);
  }

  find(target: string): ConfiguredTarget | undefined {
    return this.all.find(({ connector }) => connector.target === target);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map(({ connector }) => connector.close()));
  }
}

/** An assertion over the old chain: the token endpoint must refuse it now. */
function probe(assertions: RoadAssertions, account: string): Promise<string> {
  const chain = parseChain(account.split(','));
  return assertions.sign({ subject: account.slice(0, account.indexOf(':')), chain, expiresIn: probeSeconds });
}
