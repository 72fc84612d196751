import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

// Blocked for ever, the thread accepts nothing: the system takes a few connections into its queue, and drops the rest.
const SCRIPT = `
const server = require('node:net').createServer();
server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
  require('node:worker_threads').parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});
`;

/** A port that listens and never accepts: most attempts to connect to it get no answer at all. */
export class BlackHole {
  readonly port: number;
  readonly #thread: Worker;

  private constructor(thread: Worker, port: number) {
    this.#thread = thread;
    this.port = port;
  }

  static async start(): Promise<BlackHole> {
    const thread = new Worker(SCRIPT, { eval: true });
    const [port] = (await once(thread, 'message')) as [number];
    return new BlackHole(thread, port);
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}
