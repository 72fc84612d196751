import type { Dispatcher } from 'undici';
import type { RequestSpec } from '../model/scenario.js';
import { Connector } from './connect.js';
import { createPoolState, EnginePool } from './connection-pool.js';
import type { LoadEngine } from './engine.js';
import { UndiciConnection } from './undici-connection.js';

/** undici's `Client.dispatch`, one client a connection: behaves as real Node callers do, and speaks TLS. */
export const undiciEngine: LoadEngine = {
  createPool(options) {
    const { endpoint, requests } = options;
    const dispatches = requests.fixed?.map((request) => dispatchOf(request, endpoint.authority));
    const state = {
      ...createPoolState(options),
      connector: new Connector(options.endpoint),
      dispatch: (requestIndex: number) =>
        dispatches?.[requestIndex] ?? dispatchOf(requests.parts(requestIndex), endpoint.authority),
    };
    return new EnginePool(state, (index) => new UndiciConnection(index, state));
  },
};

function dispatchOf(request: RequestSpec, authority: string): Dispatcher.DispatchOptions & { blocking: boolean } {
  const hasHost = Object.keys(request.headers).some((name) => name.toLowerCase() === 'host');
  return {
    method: request.method as Dispatcher.HttpMethod,
    path: request.path,
    headers: hasHost ? request.headers : { host: authority, ...request.headers },
    body: request.body,
    // Without these undici waits for the first answer on a fresh connection, and for each POST, before it pipelines.
    blocking: false,
    idempotent: true,
  };
}
