import { Connection } from '@platformatic/kafka';
import type { Secret } from '@trivium/credentials';
import type { KafkaTarget } from './kafka.config.js';
import { isLoginRefused } from './port-errors.js';

const connectTimeoutMs = 3_000;

export interface Login {
  readonly user: string;
  readonly secret: Secret;
}

/** One authenticated connection for one piece of work: it is gone when this returns, and the signal cuts it at once. */
export async function withConnection<T>(
  config: KafkaTarget,
  login: Login,
  signal: AbortSignal,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connectAny(config, login, signal);
  const cut = cutOf(connection);
  signal.addEventListener('abort', cut, { once: true });
  try {
    return await work(connection);
  } finally {
    signal.removeEventListener('abort', cut);
    cut();
  }
}

/** The first broker that answers. One that refuses the login speaks for all. */
async function connectAny(config: KafkaTarget, login: Login, signal: AbortSignal): Promise<Connection> {
  let last: unknown;
  for (const broker of config.brokers) {
    try {
      return await connect(config, broker, login, signal);
    } catch (error) {
      if (signal.aborted || isLoginRefused(error)) throw error;
      last = error;
    }
  }
  throw last;
}

async function connect(
  config: KafkaTarget,
  broker: string,
  { user, secret }: Login,
  signal: AbortSignal,
): Promise<Connection> {
  signal.throwIfAborted();
  const connection = new Connection('trivium-connector', {
    connectTimeout: connectTimeoutMs,
    requestTimeout: config.timeoutMs,
    sasl: { mechanism: 'SCRAM-SHA-512', username: user, password: secret.reveal() },
    ...(config.tls && { tls: {} }),
  });
  const cut = cutOf(connection);
  signal.addEventListener('abort', cut, { once: true });
  // A lost connection rejects the request in flight as well; without a listener it would end the process.
  connection.on('error', () => undefined);
  const colon = broker.lastIndexOf(':');
  try {
    await connection.connect(broker.slice(0, colon), Number(broker.slice(colon + 1)));
    return connection;
  } catch (error) {
    cut();
    throw error;
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

/** Its own `close` waits for a broker that may never answer, and leaves a connection open whose login failed. */
function cutOf(connection: Connection): () => void {
  return () => {
    void connection.close();
    connection.socket?.destroy();
  };
}
