import type { GeneratorConfig, LoadConfig, StopRule } from '../model/config.js';
import { ARRIVAL_SPACINGS, type RateStage } from '../model/load-profile.js';
import { LOAD_DEFAULTS } from './defaults.js';
import { flagName, type OptionReader } from './option-reader.js';
import { choice, duration, wholeNumber } from './parsers.js';
import { type RateSpan, rateSpan, rateStages, thinkTime } from './rate-parsers.js';

/** When requests are sent, and when that ends. */
export type Pace = Pick<LoadConfig, 'think' | 'rate' | 'stop'>;

/** Of `-R` and `--stages` alone. */
const RATE_ONLY = ['arrivals', 'maxConnections'] as const;

/**
 * Reads `--rate`, `--stages`, `--arrivals`, `--max-connections`, `--think`, `--duration` and `--requests`: when requests
 * are sent, and when that ends.
 */
export function readPace(
  reader: OptionReader,
  { connections, seed }: Pick<GeneratorConfig, 'connections'> & Pick<LoadConfig, 'seed'>,
): Pace {
  const { first: span, second: stages } = reader.readEither(
    { name: 'rate', parse: rateSpan },
    { name: 'stages', parse: rateStages },
  );
  const stop = stages === null ? readStop(reader) : stopOfStages(reader, stages);
  const spacing = reader.read('arrivals', choice(ARRIVAL_SPACINGS), LOAD_DEFAULTS.arrivals);
  const maxConnections = readMaxConnections(reader, connections);
  const think = readThink(reader);
  if (reader.given('rate') === null && reader.given('stages') === null) refuseRateOnly(reader);
  const plan = stages ?? (span === null ? null : [stageOf(reader, span, stop)]);
  return {
    think,
    rate: plan === null ? null : { arrivals: { spacing, stages: plan, seed }, maxConnections },
    stop,
  };
}

function readStop(reader: OptionReader): StopRule {
  const { first: requests, second: durationMs } = reader.readEither(
    { name: 'requests', parse: wholeNumber(1, 1e12) },
    { name: 'duration', parse: duration },
  );
  if (requests !== null) return { kind: 'count', requests };
  return { kind: 'duration', durationMs: durationMs ?? LOAD_DEFAULTS.durationMs };
}

/** What a weaker source says of the end no longer counts: the stages say it. */
function stopOfStages(reader: OptionReader, stages: readonly RateStage[]): StopRule {
  for (const name of ['duration', 'requests']) {
    const given = reader.given(name);
    if (given === null || reader.rankOf(name) > reader.rankOf('stages')) continue;
    reader.refuse(given.where, 'cannot be given together with stages, which have their times', 'leave it out');
  }
  return { kind: 'duration', durationMs: stages.reduce((sum, { durationMs }) => sum + durationMs, 0) };
}

function stageOf(reader: OptionReader, span: RateSpan, stop: StopRule): RateStage {
  if (stop.kind === 'duration') return { ...span, durationMs: stop.durationMs };
  if (span.fromPerSec !== span.toPerSec) {
    const where = reader.given('requests')?.where ?? flagName('requests');
    reader.refuse(where, 'does not go with a ramp, which needs a time to rise in', 'give -d instead, or one rate');
  }
  return { ...span, durationMs: (stop.requests / span.fromPerSec) * 1000 };
}

/** Reads `--max-connections`: how many there may be in the end. */
export function readMaxConnections(reader: OptionReader, connections: number): number {
  const most = reader.read('maxConnections', wholeNumber(1, 100_000), connections);
  const given = reader.given('maxConnections');
  if (given === null || most >= connections) return most;
  reader.refuse(
    given.where,
    `must be at least the ${connections} connections there are from the start, got "${given.text}"`,
    `--max-connections ${connections}, or -c ${most}`,
  );
  return connections;
}

/** A rate says when requests are sent: beside a weaker one a pause counts for nothing, otherwise it is a mistake. */
function readThink(reader: OptionReader): LoadConfig['think'] {
  const think = reader.read('think', thinkTime, null);
  const given = reader.given('think');
  const rate = reader.given('rate') ?? reader.given('stages');
  if (think === null || given === null || rate === null) return think;
  if (reader.rankOf('rate', 'stages') >= reader.rankOf('think')) {
    reader.refuse(
      given.where,
      `does not go with ${rate.where}: a rate decides when requests are sent`,
      'leave one of the two out',
    );
  }
  return null;
}

function refuseRateOnly(reader: OptionReader): void {
  for (const name of RATE_ONLY) {
    const given = reader.given(name);
    // A file or the environment may have it ready for the day when a rate is asked for.
    if (given?.source !== 'flag') continue;
    reader.refuse(given.where, `is for loads with a rate, got "${given.text}"`, 'add -R 5k, or leave it out');
  }
}
