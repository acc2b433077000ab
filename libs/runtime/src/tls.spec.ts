import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger } from '@trivium/telemetry';
import { selfSigned, until, type SelfSigned } from '@trivium/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
import { bootstrap } from './bootstrap.js';
import { ConfigError } from './config.error.js';
import { Public } from './roles.js';
import { readTls, RenewCertificate, tlsFilesOf } from './tls.js';

@Public()
@Controller('hello')
class HelloController {
  @Get()
  hello(): string {
    return 'hello';
  }
}

@Module({ controllers: [HelloController] })
class HelloModule {}

const lines: string[] = [];
const logger = createLogger({ service: 'hello', destination: { write: (line) => void lines.push(line) } });
const first = selfSigned();
let folder: string;
let files: { certFile: string; keyFile: string };
let app: NestFastifyApplication;
let port: number;

async function place({ cert, key }: SelfSigned): Promise<void> {
  await Promise.all([writeFile(files.certFile, cert), writeFile(files.keyFile, key)]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivium-tls-'));
  files = { certFile: join(folder, 'tls.crt'), keyFile: join(folder, 'tls.key') };
  await place(first);
  const config = {
    TRIVIUM_HOST: '127.0.0.1',
    TRIVIUM_PORT: 0,
    TRIVIUM_TLS_CERT_FILE: files.certFile,
    TRIVIUM_TLS_KEY_FILE: files.keyFile,
  };
  app = await bootstrap({ service: 'hello', module: HelloModule, config, logger });
  port = (app.getHttpServer().address() as AddressInfo).port;
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly text: string;
  readonly protocol: string | null;
}

/** Asks over a new connection that trusts one certificate only. */
function ask(trusted: SelfSigned, maxVersion: SecureVersion = 'TLSv1.3'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const minVersion = maxVersion === 'TLSv1.1' ? 'TLSv1.1' : 'TLSv1.2';
    const ciphers = maxVersion === 'TLSv1.1' ? 'DEFAULT@SECLEVEL=0' : undefined;
    const versions = { minVersion, maxVersion, ...(ciphers && { ciphers }) } as const;
    const socket = connect({ host: '127.0.0.1', port, ca: trusted.cert, ...versions });
    let text = '';
    socket.once('secureConnect', () =>
      socket.write('GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    );
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.once('end', () => resolve({ text, protocol: socket.getProtocol() }));
    socket.once('error', reject);
  });
}

it.each(['TLSv1.2', 'TLSv1.3'] as const)('a service with a certificate answers over %s', async (version) => {
  const { text, protocol } = await ask(first, version);
  expect(text).toMatch(/^HTTP\/1\.1 200/);
  expect(text).toContain('hello');
  expect(protocol).toBe(version);
  expect(await app.getUrl()).toMatch(/^https:/);
});

it('nobody is answered over older versions, without TLS or under another certificate', async () => {
  await expect(ask(first, 'TLSv1.1')).rejects.toThrow();
  await expect(fetch(`http://127.0.0.1:${port}/hello`)).rejects.toThrow();
  await expect(ask(selfSigned())).rejects.toThrow('self-signed');
});

it('a renewed certificate is served as soon as both files fit together, and nothing else is', async () => {
  const server = app.getHttpServer() as Server;
  const task = new RenewCertificate(server, files, await readTls(files), logger, 10);
  const second = selfSigned();
  task.start();
  await writeFile(files.certFile, second.cert);
  await until(() => lines.some((line) => line.includes('do not fit')));
  expect((await ask(first)).text).toContain('hello');
  await writeFile(files.keyFile, second.key);
  await until(async () => (await ask(second)).text.includes('hello'));
  await expect(ask(first)).rejects.toThrow('self-signed');
  await task.stop();
  await place(first);
});

it('a service that is given half of it, or what is no certificate, does not start', async () => {
  expect(tlsFilesOf({})).toBeUndefined();
  expect(() => tlsFilesOf({ TRIVIUM_TLS_CERT_FILE: 'a' })).toThrow(ConfigError);
  expect(() => tlsFilesOf({ TRIVIUM_TLS_KEY_FILE: 'a' })).toThrow('TRIVIUM_TLS_CERT_FILE');
  const broken = { certFile: files.certFile, keyFile: join(folder, 'absent') };
  await expect(readTls(broken)).rejects.toThrow('ENOENT');
  await writeFile(broken.keyFile, selfSigned().key);
  await expect(readTls(broken)).rejects.toThrow();
});
