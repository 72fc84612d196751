import { ConfigError, type Problem } from '../errors.js';
import { ARRIVAL_SPACINGS } from '../model/load-profile.js';
import type { SearchConfig } from '../model/search.js';
import { parseShare } from '../units/percent.js';
import { LOAD_DEFAULTS, SEARCH_DEFAULTS } from './defaults.js';
import type { SearchFlags } from './flags.js';
import type { OptionReader } from './option-reader.js';
import { FORMATS_OF_A_SEARCH, refuseFormatsOfOneLoad } from './output-options.js';
import { type Pace, readMaxConnections } from './pace-options.js';
import { accept, choice, duration, type Parser, reject, wholeNumber } from './parsers.js';
import { type LoadInput, readerOfLoad, readLoad } from './resolve-load.js';
import { threshold } from './threshold.js';

/** Everything that has a say in how `search` goes; of the config file that is what it says of `load`. */
export interface SearchInput extends Omit<LoadInput, 'flags'> {
  readonly flags: SearchFlags;
}

const MOST_CONNECTIONS = 100_000;

/** When a search sends, and for how long, is its own business, whatever environment and file say of it. */
const UNPACED: Pace = { think: null, rate: null, stop: { kind: 'duration', durationMs: LOAD_DEFAULTS.durationMs } };

/** As `resolveLoad`, with what is looked for; throws all problems as one ConfigError. */
export function resolveSearch(input: SearchInput): SearchConfig {
  const reader = readerOfLoad(input);
  const kind = { defaults: SEARCH_DEFAULTS, formats: FORMATS_OF_A_SEARCH };
  const load = { ...readLoad(reader, input, kind), ...UNPACED };
  const config: SearchConfig = {
    load,
    objectives: reader.readList('objective', threshold, (text) => text.split(',')),
    stepMs: reader.read('step', duration, SEARCH_DEFAULTS.stepMs),
    resolution: reader.read('resolve', resolution, SEARCH_DEFAULTS.resolution),
    spacing: reader.read('arrivals', choice(ARRIVAL_SPACINGS), SEARCH_DEFAULTS.arrivals),
    maxConnections: readMaxConnections(reader, load.generator.connections),
    sweep: reader.read('sweep', connectionList, null),
    output: load.output,
  };
  if (reader.given('objective') === null && reader.given('sweep') === null) {
    const hint = "perfcmp search URL --objective 'p99<20ms' --objective 'errors<0.1%'; or --sweep 1,8,64";
    reader.refuse('--objective', 'is missing: highest rate that keeps what?', hint);
  }
  if (config.sweep !== null) refuseBesideSweep(reader);
  refuseFormatsOfOneLoad(reader, config.output);
  const problems = reader.problems.map(ofSearch);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** A sweep is a closed loop, with connections of its own. */
function refuseBesideSweep(reader: OptionReader): void {
  for (const name of ['connections', 'resolve', 'arrivals', 'maxConnections']) {
    const given = reader.given(name);
    // Environment and file may speak of `load`, and of searches for a rate.
    if (given?.source !== 'flag') continue;
    reader.refuse(given.where, `does nothing beside --sweep, got "${given.text}"`, 'leave one of the two out');
  }
}

/** `1,8,64,256`. */
const connectionList: Parser<readonly number[]> = (text) => {
  const parsed = text.split(',').map((part) => wholeNumber(1, MOST_CONNECTIONS)(part));
  const numbers = parsed.flatMap((one) => (one.ok ? [one.value] : []));
  if (numbers.length === parsed.length) return accept([...new Set(numbers)].sort((a, b) => a - b));
  return reject(`must be numbers of connections with commas between, got "${text}"`, 'write it like 1,8,64,256');
};

const resolution: Parser<number> = (text) => {
  const share = parseShare(text);
  if (share !== null && share >= 0.01 && share <= 0.5) return accept(share);
  return reject(`must be a share from 1 % to 50 %, got "${text}"`, 'write it like 5%');
};

function ofSearch({ hint, ...problem }: Problem): Problem {
  return { ...problem, hint: hint?.replaceAll('perfcmp load', 'perfcmp search') };
}
