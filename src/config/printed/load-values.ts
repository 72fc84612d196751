import type { LoadConfig } from '../../model/config.js';
import type { OptionReader } from '../option-reader.js';
import { readHeaders } from '../request-options.js';
import { chooseRequestKind } from '../requests/request-kind.js';
import type { UserLoad } from '../user-config.js';
import { serverLaunchValues } from './launch-values.js';
import { generatorValues } from './run-values.js';
import { durationValue, headersValue, outputValues, type UserValues } from './user-values.js';
import { allWritten, strongestWritten } from './written.js';

const CHECKS = ['expectStatus', 'expectHeader', 'expectBody', 'expectContains', 'expectJson', 'expectSize'];
const CONNECTION = ['connectTo', 'ca', 'cert', 'key', 'sni', 'insecure'];

/** What `load` would do, as the `load` part of a config file would say it. */
export function loadValues(config: LoadConfig, reader: OptionReader, file: UserLoad): UserValues {
  const { server, generator } = config;
  return {
    url: server?.choosesPort ? undefined : config.url,
    command: server?.command,
    health: server?.healthPath,
    readyTimeout: server === null ? undefined : durationValue(server.readyTimeoutMs),
    ...serverLaunchValues(server),
    ...requestValues(config, reader, file),
    ...allWritten(reader, CHECKS),
    ...generatorValues(generator),
    ...(generator.engine === 'http2' && reader.isOn('http2') && { engine: undefined, http2: true }),
    ...keptValues(generator.requestsPerConnection, reader),
    ...paceValues(config, reader),
    warmup: config.warmup.kind === 'steady' ? 'auto' : durationValue(config.warmup.durationMs),
    seed: config.seed,
    ...(config.maxErrors !== null && strongestWritten(reader, 'maxErrors', 'bail')),
    threshold: reader.written('threshold'),
    ...allWritten(reader, CONNECTION),
    latency: config.latency,
    store: config.store,
    ...outputValues(config.output),
  };
}

/** As it was written: what it was compiled to is for no reader. */
function requestValues(config: LoadConfig, reader: OptionReader, file: UserLoad): UserValues {
  const kind = chooseRequestKind(reader);
  const asked =
    kind === 'single'
      ? {
          path: reader.written('path'),
          method: config.requests.requests[0]?.method,
          ...strongestWritten(reader, 'body', 'input', 'form'),
        }
      : { [kind]: reader.written(kind) };
  return {
    ...asked,
    headers: headersValue(readHeaders(reader, file.headers)),
    data: reader.written('data'),
    hook: reader.written('hook'),
  };
}

function keptValues(requestsPerConnection: number | null, reader: OptionReader): UserValues {
  if (requestsPerConnection === null) return { keepalive: true };
  return strongestWritten(reader, 'keepalive', 'reconnectEvery');
}

function paceValues({ stop, think, rate }: LoadConfig, reader: OptionReader): UserValues {
  const paced = rate === null ? {} : strongestWritten(reader, 'rate', 'stages');
  const end = stop.kind === 'count' ? { requests: stop.requests } : { duration: durationValue(stop.durationMs) };
  return {
    ...('stages' in paced ? {} : end),
    ...paced,
    arrivals: rate?.arrivals.spacing,
    maxConnections: rate?.maxConnections,
    think: think === null ? undefined : reader.written('think'),
  };
}
