import { inspect } from 'node:util';
import { beingInterrupted } from './being-interrupted.js';
import { endingAccess } from './ending-access.js';
import { givingAccess } from './giving-access.js';
import { meetingTrouble } from './meeting-trouble.js';
import { renewingSecrets } from './renewing-secrets.js';
import { Suite } from './suite.js';
import type { TargetTraits, TargetUnderTest } from './target-under-test.js';

/**
 * Every obligation of the port (`Connector` in `@trivium/revocation`), tried on a running target. Call it at the top of a
 * connector's `*.int-spec.ts`; what is special to the target has its own specs beside it.
 */
export function connectorConformance(
  name: string,
  start: () => Promise<TargetUnderTest>,
  traits: TargetTraits = {},
): void {
  describe(`what every connector owes, at ${name}`, () => {
    let running: Suite | undefined;
    const suite = () => {
      if (!running) throw new Error('the target did not start');
      return running;
    };
    beforeAll(async () => {
      running = new Suite(await start());
    });
    afterAll(async () => {
      await running?.connector.close();
      await running?.target.stop();
    });

    describe('giving access', () => givingAccess(suite, traits));
    describe('renewing secrets', () => renewingSecrets(suite, traits));
    describe('ending access', () => endingAccess(suite, traits));
    describe('meeting trouble', () => meetingTrouble(suite));
    describe('being interrupted', () => beingInterrupted(suite));

    it('has shown no secret in all of the above', () => keepsSecrets(suite()));
  });
}

function keepsSecrets({ watched, target }: Suite): void {
  const secrets = [...target.secrets, ...watched.flatMap((connector) => connector.secrets)];
  const seen = watched.flatMap((connector) => connector.seen);
  expect([secrets.length > 1, seen.length > 1]).toEqual([true, true]);
  const leaks = seen.filter((one) =>
    shows(
      one,
      secrets.map((secret) => secret.reveal()),
    ),
  );
  expect(leaks).toEqual([]);
}

/** Everything that a logger could print of it, hidden properties and causes of causes included. */
function shows(value: unknown, secrets: readonly string[]): boolean {
  const text = inspect(value, { depth: 12, showHidden: true, maxArrayLength: null, maxStringLength: null });
  return secrets.some((secret) => text.includes(secret));
}
