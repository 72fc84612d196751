import type { RunConfig, TargetRequest } from '../../model/config.js';
import type { Loops, OfferedLoad } from '../../model/load-profile.js';
import type { RunSources } from '../run-sources.js';
import type { UserConfig } from '../user-config.js';
import { launchValues, ownLaunchValues } from './launch-values.js';
import {
  durationValue,
  headersValue,
  listOrNone,
  outputValues,
  shareValue,
  statusValue,
  type UserValues,
} from './user-values.js';
import { strongestWritten } from './written.js';

/** What `run` would do, as a config file would say it. */
export function runValues(config: RunConfig, { reader, file }: Pick<RunSources, 'reader' | 'file'>): UserValues {
  const { generator } = config;
  return {
    preset: config.preset === null ? undefined : reader.written('preset'),
    targets: config.targets.map((target) => targetValue(target, config)),
    ...launchValues(config),
    targetsDir: listOrNone(config.targetsDirs),
    baseline: config.baseline ?? undefined,
    scenarios: config.scenarios?.map((name) => ownScenario(file, name) ?? scannedScenario(config, name) ?? name),
    ...(config.scenarios === null && askedValues(config, reader)),
    health: config.healthPath ?? undefined,
    readyTimeout: durationValue(config.readyTimeoutMs),
    ...generatorValues(generator),
    ...loopValues(config.loops),
    workers: config.workers,
    pin: config.pin,
    ...lengthValues(config),
    slice: config.sliceMs === null ? undefined : durationValue(config.sliceMs),
    warmup: durationValue(config.warmupMs),
    // Overruled by what settles the length in another way.
    quick: config.quick || (reader.isOn('quick') ? undefined : false),
    mode: config.mode,
    margins: Object.fromEntries(Object.entries(config.margins).map(([metric, share]) => [metric, shareValue(share)])),
    seed: config.seed ?? undefined,
    ...outputValues(config.output),
  };
}

/** What the load generator is made of. */
export function generatorValues(generator: RunConfig['generator']): UserValues {
  return {
    connections: generator.connections,
    threads: generator.threads,
    pipelining: generator.pipelining,
    timeout: durationValue(generator.timeoutMs),
    connectTimeout: durationValue(generator.connectTimeoutMs),
    engine: generator.engine,
  };
}

function targetValue(target: TargetRequest, config: RunConfig): unknown {
  const named = target.label === null ? {} : { label: target.label };
  const launch = Object.fromEntries(
    Object.entries(ownLaunchValues(target, config)).filter(([, value]) => value !== undefined),
  );
  if (target.kind === 'word') {
    const isBare = target.label === null && Object.keys(launch).length === 0;
    return isBare ? target.word : { ...named, name: target.word, ...launch };
  }
  return { ...named, ...ownParts(target), ...launch };
}

/** What only this kind of target has, as a config file says it. */
function ownParts(target: Exclude<TargetRequest, { readonly kind: 'word' }>): object {
  switch (target.kind) {
    case 'url':
      return { url: target.url };
    case 'command':
      return { command: target.command };
    case 'service':
      return { url: target.url, start: target.start, ...(target.stop !== null && { stop: target.stop }) };
    case 'compose':
      return {
        service: target.service,
        ...(target.port !== null && { port: target.port }),
        ...(target.files.length > 0 && { composeFile: target.files }),
      };
    case 'docker': {
      const { image, port, args, cpus, memory, pull, network } = target;
      const limits = {
        ...(port !== null && { port }),
        ...(cpus !== null && { cpus }),
        ...(memory !== null && { memory }),
      };
      return { image, ...(args.length > 0 && { args }), ...limits, pull, network };
    }
  }
}

function ownScenario(file: UserConfig, wanted: string) {
  return file.scenarios?.find((scenario) => typeof scenario !== 'string' && scenario.name === wanted);
}

/** A scenario that a parameter of the request has made. */
function scannedScenario({ ownScenarios }: RunConfig, wanted: string): UserValues | undefined {
  const scenario = ownScenarios.find(({ name }) => name === wanted);
  if (scenario === undefined || scenario.source.kind !== 'fixed') return undefined;
  const [request] = scenario.source.requests;
  if (request === undefined) return undefined;
  const { method, path, headers, body } = request;
  return {
    ...{ name: wanted, path, method, headers: headersValue(headers) },
    ...(body !== null && { body: new TextDecoder().decode(body) }),
    expect: { status: statusValue(scenario.expect.status) },
  };
}

function askedValues({ request, expectStatus }: RunConfig, reader: RunSources['reader']): UserValues {
  // Bundled targets among themselves are asked their scenarios, which have methods of their own.
  const isAsked = request.path !== null || reader.given('method') !== null;
  return {
    path: request.path ?? undefined,
    method: isAsked ? request.method : undefined,
    headers: headersValue(request.headers),
    ...(request.body !== null && strongestWritten(reader, 'body', 'input')),
    expectStatus: isAsked ? statusValue(expectStatus) : reader.written('expectStatus'),
  };
}

function loopValues(loops: Loops): UserValues {
  if (loops.kind === 'closed') return { loop: loops.kind };
  return { loop: loops.kind, rate: loops.loads.map(loadValue).join(','), arrivals: loops.spacing };
}

function loadValue(load: OfferedLoad): string {
  return 'share' in load ? shareValue(load.share) : String(load.ratePerSec);
}

function lengthValues({ stopping, launches, durationMs, blocks }: RunConfig): UserValues {
  const length = durationMs === null ? { blocks } : { duration: durationValue(durationMs) };
  if (stopping === null) return { launches, ...length };
  return {
    launches: stopping.mostLaunches ?? undefined,
    budget: stopping.budgetMs === null ? undefined : durationValue(stopping.budgetMs),
    resolve: stopping.resolution === null ? undefined : shareValue(stopping.resolution),
    ...length,
  };
}
