import { SigningKey } from '@trivium/credentials';
import { FakeClock } from '@trivium/testing';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describeDecisionPoint, endpoints, PublishAuthzenMetadata } from './authzen-metadata.js';

const issuer = 'https://trivium.example';

describe('the metadata', () => {
  it('names every endpoint below the address of the decision point, and no list that is empty', () => {
    const metadata = describeDecisionPoint(issuer, []);
    expect(metadata).toMatchObject({
      policy_decision_point: issuer,
      access_evaluations_endpoint: `${issuer}/access/v1/evaluations`,
    });
    expect(Object.keys(metadata).toSorted()).toEqual(
      ['policy_decision_point', 'access_request_endpoint', 'jwks_uri', ...Object.keys(endpoints)].toSorted(),
    );
    expect(describeDecisionPoint(issuer, ['urn:a']).capabilities).toEqual(['urn:a']);
  });

  it('is signed as it stands, again after a minute, and by the key whose turn it is', async () => {
    const [clock, first, second] = [
      new FakeClock(),
      await SigningKey.generate('ES256'),
      await SigningKey.generate('ES256'),
    ];
    const keys = { signer: first };
    const metadata = describeDecisionPoint(issuer, []);
    const publish = new PublishAuthzenMetadata(metadata, keys, clock);
    const verified = async (by: SigningKey) => {
      const { signed_metadata: jwt, ...plain } = JSON.parse(await publish.execute()) as Record<
        string,
        string
      >;
      expect(plain).toEqual(metadata);
      const { payload, protectedHeader } = await jwtVerify(
        jwt ?? '',
        createLocalJWKSet({ keys: [by.publicJwk] }),
        {
          issuer,
          currentDate: clock.now(),
        },
      );
      expect(payload).toMatchObject(metadata);
      expect(payload).not.toHaveProperty('signed_metadata');
      expect(protectedHeader.typ).toBe('authzen-configuration+jwt');
    };
    await verified(first);
    keys.signer = second;
    await verified(first);
    clock.advance(60_000);
    await verified(second);
  });

  it('is signed anew after a failure', async () => {
    const key = await SigningKey.generate('ES256');
    let fails = true;
    const keys = {
      get signer() {
        if (fails) throw new Error('no key may sign');
        return key;
      },
    };
    const publish = new PublishAuthzenMetadata(describeDecisionPoint(issuer, []), keys, new FakeClock());
    await expect(publish.execute()).rejects.toThrow('no key may sign');
    fails = false;
    expect(await publish.execute()).toContain('signed_metadata');
  });
});
