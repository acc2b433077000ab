import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { until } from '@trivium/testing';
import type { Way } from './target-under-test.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

type Treat = (client: Socket) => void;

/** TCP servers in front of a target that treat it as a {@link Way} says. */
export class Ways {
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(private readonly target: Address) {}

  /** The address at which the target is reached that way. */
  async address(way: Way): Promise<Address> {
    const server = createServer((client) => {
      this.#keep(client);
      this.#treatment(way)(client);
    });
    const answers = { given: 0 };
    this.#answers.set(way, answers);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (way.kind === 'closed') await closed(server);
    else this.#servers.push(server);
    return { host: '127.0.0.1', port };
  }

  async close(): Promise<void> {
    this.#sockets.forEach((socket) => socket.destroy());
    await Promise.all(this.#servers.map(closed));
  }

  readonly #answers = new Map<Way, { given: number }>();

  #treatment(way: Way): Treat {
    switch (way.kind) {
      case 'closed':
      case 'silent':
        return (client) => client.resume();
      case 'hangs up':
        return (client) => client.destroy();
      case 'babbles':
        return (client) => client.resume().end('SSH-2.0-OpenSSH_10.0\r\n');
      case 'cut':
      case 'stalls':
        return (client) => this.#forward(client, way);
    }
  }

  #forward(client: Socket, way: Extract<Way, { after: number }>): void {
    const answers = this.#answers.get(way) ?? { given: 0 };
    if (answers.given >= way.after) return this.#end(client, way);
    const server = this.#keep(connect(this.target));
    client.pipe(server);
    server.on('data', (chunk) => {
      if (answers.given >= way.after) return this.#end(client, way);
      answers.given += 1;
      client.write(chunk);
    });
    client.on('close', () => server.destroy());
    server.on('close', () => {
      if (answers.given < way.after) client.destroy();
    });
  }

  #end(client: Socket, way: Extract<Way, { after: number }>): void {
    if (way.kind === 'cut') client.destroy();
    else way.stalled();
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    // A cut connection is what these servers are for; its `close` event follows.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()));
}

/** TCP connections that this process has open, on either side. */
export function openConnections(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCPSocketWrap|TLSWrap)$/.test(kind)).length;
}

const teardownMs = 3_000;

/** Fails when more connections stay open than there were before; shorter than a pool keeps an idle one. */
export async function connectionsEnd(before: number): Promise<void> {
  await until(() => openConnections() <= before, {
    timeoutMs: teardownMs,
    description: 'the connections of an act to end',
  });
}
