import { ARRIVAL_SPACINGS, type Loops, type OfferedLoad } from '../model/load-profile.js';
import { parseShare } from '../units/percent.js';
import { QUICK_DEFAULTS, RUN_DEFAULTS } from './defaults.js';
import type { OptionReader } from './option-reader.js';
import { accept, choice, type Parser, reject } from './parsers.js';
import { rateSpan } from './rate-parsers.js';

/** What `--loop` takes. */
export const LOOPS = ['closed', 'open', 'both'] as const;
const HINT = 'write it like 50%,70%,90% of what the slowest target can do, or 2k requests a second';
/** Each takes as long as a whole closed loop and more. */
const MOST_LOADS = 8;

/** Reads `--loop`, `--rate` and `--arrivals` of `run`: a rate alone asks for the open loop, as it does of `load`. */
export function readLoops(reader: OptionReader, quick: boolean): Loops {
  const rates = reader.given('rate');
  const kind = reader.read('loop', choice(LOOPS), rates === null ? RUN_DEFAULTS.loop : 'open');
  const loads = reader.read('rate', offeredLoads, null);
  const spacing = reader.read('arrivals', choice(ARRIVAL_SPACINGS), RUN_DEFAULTS.arrivals);
  if (kind !== 'closed') {
    const shares = quick ? QUICK_DEFAULTS.shares : RUN_DEFAULTS.shares;
    return { kind, loads: loads ?? shares.map((share) => ({ share })), spacing };
  }
  for (const name of ['rate', 'arrivals']) {
    const given = reader.given(name);
    // What a file says for other runs does not disturb one that is asked for a closed loop.
    if (given === null || reader.rankOf(name) > reader.rankOf('loop')) continue;
    reader.refuse(given.where, 'has no meaning in a closed loop', 'add --loop open or --loop both, or leave it out');
  }
  return { kind };
}

/** `50%,70%,90%`, `2k`, or both kinds. */
const offeredLoads: Parser<readonly OfferedLoad[]> = (text) => {
  const loads: OfferedLoad[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const load = part.endsWith('%') ? shareOf(part) : rateOf(part);
    if (!load.ok) return load;
    if (loads.some((other) => JSON.stringify(other) === JSON.stringify(load.value))) {
      return reject(`must not name ${part} twice, got "${text}"`, HINT);
    }
    loads.push(load.value);
  }
  if (loads.length > MOST_LOADS)
    return reject(
      `must be at most ${MOST_LOADS} loads, got ${loads.length}`,
      'each takes as long as a closed loop; ask for the others in a run of their own',
    );
  return accept(loads);
};

const shareOf: Parser<OfferedLoad> = (text) => {
  const share = parseShare(text);
  if (share !== null && share > 0 && share < 1) return accept({ share });
  if (share !== null && share >= 1) {
    return reject(
      `must be below 100 % of what the slowest target can do, got "${text}"`,
      'its queue would grow as long as the load lasts; a rate such as 10k may be any',
    );
  }
  return reject(`must be a share above 0 or a rate, got "${text}"`, HINT);
};

const rateOf: Parser<OfferedLoad> = (text) => {
  const span = rateSpan(text);
  if (!span.ok) return reject(span.message, HINT);
  const { fromPerSec, toPerSec } = span.value;
  if (fromPerSec !== toPerSec) return reject(`must be one rate, got "${text}"`, 'ramps are for perfcmp load');
  return accept({ ratePerSec: fromPerSec });
};
