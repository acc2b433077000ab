import type { Logger } from '@trivium/telemetry';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import { ConfigError } from './config.error.js';
import type { Task } from './tasks.js';

export interface TlsConfig {
  readonly TRIVIUM_TLS_CERT_FILE?: string | undefined;
  readonly TRIVIUM_TLS_KEY_FILE?: string | undefined;
}

/** Where the certificate chain and its private key are, both in PEM. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: 'TLSv1.2';
}

/** The files of a service that is to be reached over TLS; undefined for one that is not. Throws `ConfigError` for half of it. */
export function tlsFilesOf(config: TlsConfig): TlsFiles | undefined {
  const { TRIVIUM_TLS_CERT_FILE: certFile, TRIVIUM_TLS_KEY_FILE: keyFile } = config;
  if (certFile && keyFile) return { certFile, keyFile };
  if (!certFile && !keyFile) return undefined;
  const name = certFile ? 'TRIVIUM_TLS_KEY_FILE' : 'TRIVIUM_TLS_CERT_FILE';
  throw new ConfigError([{ name, problem: 'is missing: a certificate and its key belong together' }]);
}

/** Reads both files and sees that they can be read as a certificate and belong together. Throws where they do not. */
export async function readTls({ certFile, keyFile }: TlsFiles): Promise<TlsMaterial> {
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  const material = { cert, key, minVersion: 'TLSv1.2' } as const;
  createSecureContext(material);
  return material;
}

const everyMs = 5_000;

/**
 * Looks at the files on an interval, which also sees a mounted secret that is replaced as a whole, and serves new connections with
 * what they hold now. Files that do not fit together, as in the middle of a renewal, change nothing.
 */
export class RenewCertificate implements Task {
  readonly name = 'TLS certificate';
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #refused = '';

  constructor(
    private readonly server: Pick<Server, 'setSecureContext'>,
    private readonly files: TlsFiles,
    private served: TlsMaterial,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
    private readonly intervalMs = everyMs,
  ) {}

  start(): void {
    this.#timer = setInterval(() => void (this.#turn = this.#look()), this.intervalMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
  }

  async #look(): Promise<void> {
    try {
      const found = await readTls(this.files);
      if (found.cert === this.served.cert && found.key === this.served.key) return;
      this.server.setSecureContext(found);
      this.served = found;
      this.#refused = '';
      this.log.info({}, 'the TLS certificate was renewed');
    } catch (err) {
      const why = err instanceof Error ? err.message : String(err);
      if (why !== this.#refused)
        this.log.warn({ err }, 'the TLS files do not fit; the former certificate goes on');
      this.#refused = why;
    }
  }
}
