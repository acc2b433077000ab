import { eventually, verifiedRevocation } from '@trivium/example';
import { projectRoot } from '@trivium/local';
import { readmeBlock } from '@trivium/testing';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSystem, type SystemUnderTest } from '../system.js';
import { demoLines, demoShape } from './demo-shape.js';
import { Reader } from './reader.js';

const accepted = '202 {"accepted":1,"ignored":0}';

describe('the README', () => {
  let system: SystemUnderTest;
  let reader: Reader;
  let personId: string;
  beforeAll(async () => {
    system = await startSystem();
    reader = await Reader.sitDown(system.dataDir);
    personId = system.personId(system.address.hris.source, '4711');
  });
  afterAll(async () => {
    await reader.getUp();
    await system.stop();
  });

  it('plugs in an HR system: somebody is hired, and leaves', async () => {
    expect(await reader.node('hris.mjs', 'joined')).toEqual({ code: 0, output: `${accepted}\n` });
    await eventually('the new person', () =>
      system.personState(personId).then((state) => state === 'active'),
    );
    expect(await reader.node('hris.mjs', 'left')).toEqual({ code: 0, output: `${accepted}\n` });
    const { receipts } = await verifiedRevocation(system, 'workforce', personId);
    expect(new Set(receipts.map(({ status }) => status))).toEqual(new Set(['confirmed']));
  });

  it('plugs in a pipeline: its deployment is on record', async () => {
    const { code, output } = await reader.bash('address', 'github');
    expect({ code, output }).toEqual({ code: 0, output: '{"accepted":1,"ignored":0}' });
    await eventually('the deployment', async () => {
      const path = `/v1/audit/entries?subject=${encodeURIComponent('github:example/invoices')}`;
      return (await system.operator.list(path)).length > 0;
    });
  });

  it('plugs in a SOC: a consumer of a few lines hears of the verified end', async () => {
    const consumer = reader.start(process.execPath, ['soc.mjs']);
    await eventually('the event', async () =>
      /^\S+ Informational access\.verified /m.test(consumer.output()),
    );
    consumer.child.kill();
    await consumer.ended;
  });

  it('fetches a receipt and checks it offline; a changed one is refused', async () => {
    const fetched = await reader.bash('address', 'api-token', 'receipt');
    expect(fetched).toEqual({ code: 0, output: '' });
    const genuine = await reader.node('verify.mjs', '.data/keys.json', '.data/receipt.jws');
    expect(genuine.code).toBe(0);
    expect(genuine.output).toContain(personId);
    await changeReceipt(system.dataDir);
    const changed = await reader.node('verify.mjs', '.data/keys.json', '.data/receipt.jws');
    expect(changed.code).toBe(1);
    expect(changed.output).toContain('this receipt was not signed with one of these keys');
  });

  it('shows the output of the demo as it is', async () => {
    const written = readmeBlock('text', 'demo').trimEnd().split('\n');
    expect(demoShape(written)).toEqual(demoShape((await demoLines(system)).slice(1)));
  });

  describe('npm run soc:tail', () => {
    const program = join(projectRoot(), 'tools', 'dist', 'src', 'soc-tail.js');
    const tail = (...options: string[]) => {
      const { brokers, username, password } = system.address.soc;
      const env = { KAFKA_BROKERS: brokers, KAFKA_USERNAME: username, KAFKA_PASSWORD: password };
      return reader.start(process.execPath, [program, '--from-beginning', ...options], env);
    };

    it('writes a line for each event and ends at Ctrl-C', async () => {
      const { child, ended, output } = tail();
      const line =
        /^\S+Z {2}Medium {9}Account Change: Lock {23}access\.contained {6}.* Success \(left\).* rev_\S+$/m;
      await eventually('the line', async () => line.test(output()));
      child.kill('SIGINT');
      expect(await ended).toBe(0);
    });

    it('writes the events as they are with --json', async () => {
      const { child, ended, output } = tail('--json');
      const lines = await eventually('two lines', async () => {
        const whole = output().split('\n').slice(0, -1);
        return whole.length >= 2 && whole;
      });
      for (const line of lines)
        expect(JSON.parse(line)).toMatchObject({ metadata: { product: { name: 'Trivium' } } });
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    });

    it('says so where nothing listens', async () => {
      const env = { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_USERNAME: 'soc', KAFKA_PASSWORD: 'none' };
      const { ended, output } = reader.start(process.execPath, [program], env);
      expect(await ended).toBe(1);
      expect(output()).toContain('is npm start still running?');
    });
  });
});

/** Another status under the old signature. */
async function changeReceipt(dataDir: string): Promise<void> {
  const file = join(dataDir, 'receipt.jws');
  const [header = '', payload = '', signature = ''] = (await readFile(file, 'utf8')).trim().split('.');
  const receipt = { ...(JSON.parse(String(Buffer.from(payload, 'base64url'))) as object), status: 'pending' };
  const changed = Buffer.from(JSON.stringify(receipt)).toString('base64url');
  await writeFile(file, [header, changed, signature].join('.'));
}
