import { Connector } from './connect.js';
import { createPoolState, EnginePool } from './connection-pool.js';
import type { LoadEngine } from './engine.js';
import { HeadCache } from './head-cache.js';
import { RequestTable } from './request-table.js';
import { SocketConnection } from './socket-connection.js';
import { WrittenRequests } from './written-requests.js';

const READ_BUFFER_BYTES = 65_536;

/** HTTP/1.1 over TCP, unix sockets and TLS: prebuilt bytes out, one incremental parser a connection in. */
export const socketEngine: LoadEngine = {
  createPool(options) {
    const { requests } = options;
    const state = {
      ...createPoolState(options),
      connector: new Connector(options.endpoint),
      requests:
        requests.fixed === null
          ? new WrittenRequests(requests)
          : new RequestTable(requests, options.endpoint, options.pipelining),
      headCache: new HeadCache(),
      // One buffer for all: a read and its callback are one step, so no other read comes between.
      readBuffer: Buffer.allocUnsafe(READ_BUFFER_BYTES),
      readNs: 0,
    };
    return new EnginePool(state, (index) => new SocketConnection(index, state));
  },
};
