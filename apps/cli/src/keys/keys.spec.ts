import { run } from '../program.js';
import { failureReport, render, type Report } from '../report.js';
import { answeringServer } from '../testing/answering-server.contract.js';
import { listKeys, rotateKeys, withdrawKey } from './change-keys.js';
import { keysAdvice } from './keys.commands.js';

const signer = '-zbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
const next = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
const signing = { kid: signer, state: 'signing', signsFrom: '2026-03-02T08:00:00.000Z' };
const waiting = { kid: next, state: 'next', signsFrom: '2026-03-02T09:01:30.000Z' };

const server = await answeringServer(keysAdvice);
const { gateway, asked } = server;
afterAll(() => server.close());
beforeEach(() => {
  asked.splice(0);
  server.answers(200, { keys: [waiting, signing] });
});

async function keys(...args: string[]) {
  const said = { out: '', err: '' };
  const streams = { out: (text: string) => (said.out += text), err: (text: string) => (said.err += text) };
  return { exit: await run(['keys', ...args], streams), ...said };
}

async function told(work: Promise<Report>) {
  const report = await work.catch(failureReport);
  return { exit: report.exit, out: render(report, false), json: report.json };
}

describe('trivium keys', () => {
  it('lists which key signs and which one will', async () => {
    const { exit, out, json } = await told(listKeys(gateway));
    expect([exit, asked]).toEqual([0, [{ method: 'GET', path: '/v1/decision/keys', body: undefined }]]);
    expect(out).toContain(`${signer} signs since 2026-03-02T08:00:00.000Z`);
    expect(out).toContain(`${next} signs from 2026-03-02T09:01:30.000Z`);
    expect(json).toEqual({ keys: [waiting, signing] });
  });

  it('rotates, with a reason for the record', async () => {
    const { exit, out } = await told(rotateKeys(gateway, 'as every spring'));
    expect([exit, asked]).toEqual([
      0,
      [{ method: 'POST', path: '/v1/decision/keys/rotation', body: { reason: 'as every spring' } }],
    ]);
    expect(out).toMatch(new RegExp(`^✓ ${next} signs from 2026-03-02T09:01:30.000Z\n`));
  });

  it('withdraws a key', async () => {
    server.answers(200, {
      keys: [{ ...signing, state: 'withdrawn', withdrawnAt: '2026-03-02T09:00:00.000Z' }],
    });
    const { exit, out } = await told(withdrawKey(gateway, signer, 'it leaked'));
    expect([exit, asked]).toEqual([
      0,
      [{ method: 'POST', path: `/v1/decision/keys/${signer}/withdrawal`, body: { reason: 'it leaked' } }],
    ]);
    expect(out).toMatch(new RegExp(`^✓ nothing that ${signer} signed is accepted any more\n`));
    expect(out).toContain('withdrawn 2026-03-02T09:00:00.000Z');
  });

  it.each([
    { name: 'a key that is not there', status: 404, exit: 4, next: 'trivium keys list' },
    { name: 'a server that cannot promise it', status: 503, exit: 4, next: 'run it again' },
    { name: 'a gateway without its service', status: 502, exit: 3, next: 'Look into the log' },
    { name: 'a caller who may not', status: 403, exit: 4, next: 'admin or security' },
  ])('answers $name with exit code $exit and what to do', async ({ status, exit, next: advice }) => {
    server.answers(status, { detail: 'The server says why.' });
    expect(await told(withdrawKey(gateway, next, 'x'))).toMatchObject({
      exit,
      json: { error: 'The server says why.', next: expect.stringContaining(advice) },
    });
  });

  it.each([
    { name: 'a withdrawal without a reason', args: ['withdraw', next], err: '--reason' },
    { name: 'a withdrawal of nothing', args: ['withdraw', '--reason', 'x'], err: 'kid' },
    { name: 'a name that is none', args: ['withdraw', 'k1', '--reason', 'x'], err: 'The kid of a key' },
    { name: 'an option that is none', args: ['withdraw', '--now', '--reason', 'x'], err: 'The kid of a key' },
    { name: 'a word it does not know', args: ['rotat'], err: 'Did you mean rotate?' },
    {
      name: 'a key whose name begins with a dash only where there is no token',
      args: ['withdraw', signer, '--reason', 'x'],
      err: 'Set TRIVIUM_TOKEN',
    },
  ])('answers $name with exit code 2 and what to do', async ({ args, err }) => {
    expect(await keys(...args)).toEqual({ exit: 2, out: '', err: expect.stringContaining(err) });
  });
});
