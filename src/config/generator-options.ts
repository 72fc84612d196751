import type { GeneratorConfig } from '../model/config.js';
import type { LOAD_DEFAULTS, RUN_DEFAULTS, SEARCH_DEFAULTS } from './defaults.js';
import { flagName, type OptionReader } from './option-reader.js';
import { choice, duration, wholeNumber } from './parsers.js';

/** What `--engine` of `run` takes: its targets are asked in HTTP/1.1, which all of them speak. */
export const RUN_ENGINES = ['auto', 'socket', 'undici'] as const;
export const LOAD_ENGINES = [...RUN_ENGINES, 'http2'] as const;

/** Reads what the load generator is made of: threads, connections, depth, engine and patience. */
export function readGenerator(
  reader: OptionReader,
  defaults: typeof RUN_DEFAULTS | typeof LOAD_DEFAULTS | typeof SEARCH_DEFAULTS,
  engines: readonly GeneratorConfig['engine'][],
): GeneratorConfig {
  const problemsBefore = reader.problems.length;
  const generator: GeneratorConfig = {
    connections: reader.read('connections', wholeNumber(1, 100_000), defaults.connections),
    ...(isTyped(reader, 'connections') && { isConnectionsAsked: true }),
    pipelining: reader.read('pipelining', wholeNumber(1, 1024), defaults.pipelining),
    threads: reader.read('threads', wholeNumber(1, 256), defaults.threads),
    engine: reader.read('engine', choice(engines), defaults.engine),
    timeoutMs: reader.read('timeout', duration, defaults.timeoutMs),
    connectTimeoutMs: reader.read('connectTimeout', duration, defaults.connectTimeoutMs),
    requestsPerConnection: null,
  };
  if (reader.problems.length === problemsBefore && generator.connections < generator.threads) {
    const { connections, threads } = generator;
    const where = (reader.given('connections') ?? reader.given('threads'))?.where ?? flagName('connections');
    reader.refuse(
      where,
      `${connections} ${connections === 1 ? 'connection is' : 'connections are'} too few for ${threads} threads`,
      `every thread needs one: -c ${threads} or -t ${connections}`,
    );
  }
  return generator;
}

/** By a flag or the environment, which is stronger than whatever a file says. */
function isTyped(reader: OptionReader, name: string): boolean {
  const given = reader.given(name);
  return given !== null && given.source !== 'file';
}

/** Reads `--http2`, which is another way to name the engine that speaks it. */
export function readHttp2(reader: OptionReader, generator: GeneratorConfig): GeneratorConfig {
  const { engine } = generator;
  if (!reader.isOn('http2')) return generator;
  const isOther = engine !== 'auto' && engine !== 'http2';
  if (isOther && reader.rankOf('engine') < reader.rankOf('http2')) return generator;
  if (isOther && reader.rankOf('engine') === reader.rankOf('http2')) {
    reader.refuse(
      reader.given('engine')?.where ?? flagName('engine'),
      `${engine} speaks HTTP/1.1, which does not go with ${reader.given('http2')?.where ?? flagName('http2')}`,
      'leave out one of the two',
    );
  }
  return { ...generator, engine: 'http2' };
}
