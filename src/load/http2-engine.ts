import { Connector } from './connect.js';
import { createPoolState, EnginePool } from './connection-pool.js';
import type { LoadEngine } from './engine.js';
import { Http2Connection } from './http2-connection.js';
import { http2Request } from './http2-requests.js';

const READ_BUFFER_BYTES = 65_536;

/** HTTP/2 over TLS by ALPN, and with prior knowledge over TCP and unix sockets; a request is a stream. */
export const http2Engine: LoadEngine = {
  createPool(options) {
    const { endpoint, requests } = options;
    const table = requests.fixed?.map((request) => http2Request(request, endpoint));
    const state = {
      ...createPoolState(options),
      // Whoever does not speak it can so say what it does speak, instead of breaking off.
      connector: new Connector(endpoint, ['h2', 'http/1.1']),
      requestOf: (request: number) => table?.[request] ?? http2Request(requests.parts(request), endpoint),
      // One buffer for all: a read and its callback are one step, so no other read comes between.
      readBuffer: Buffer.allocUnsafe(READ_BUFFER_BYTES),
      readNs: 0,
    };
    return new EnginePool(state, (index) => new Http2Connection(index, state));
  },
};
