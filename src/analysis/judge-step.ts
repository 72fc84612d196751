import type { Recording } from '../model/recording.js';
import type { SearchPoint, SearchRun, StepVerdict } from '../model/search.js';
import type { Threshold } from '../model/threshold.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { median } from '../stats/moments.js';
import { totalRate } from '../stats/totals.js';
import { mergeWindows, throughputPortion } from './merge-recordings.js';
import { brokenText, errorShareOf, type JudgedLoad, metricValue } from './objectives.js';
import { percent } from './warnings.js';

/** Less of the arrivals than this sent, or answered, and the rate was another one. */
const KEPT_SHARE = 0.98;
const PILED_UP_SHARE = 0.005;
const BUSY_LIMIT = 0.9;
/** Timers are late by so much: when half of all sends are, the generator does not keep up. */
const LATE_SEND_NS = 1e6;

/** What a load of a step came to; `recording.arrivals` tells an open loop from a closed one. */
export function judgeStep(recording: Recording, objectives: readonly Threshold[]): SearchRun {
  const windows = mergeWindows([recording]);
  const load: JudgedLoad = { recording, windows, throughputPerSec: totalRate([throughputPortion(recording)]) ?? 0 };
  const broke = [
    ...brokenRate(recording, objectives),
    ...objectives.flatMap((objective) => brokenText(objective, load) ?? []),
  ];
  return {
    verdict: verdictOf(recording, broke),
    throughputPerSec: load.throughputPerSec,
    p50Us: metricValue('p50', load),
    p99Us: metricValue('p99', load),
    errorShare: errorShareOf(recording),
    broke,
  };
}

/** The runs of one rate, or of one number of connections, as one point of the curve. */
export function pointOf(
  at: Pick<SearchPoint, 'ratePerSec' | 'connections'>,
  runs: readonly SearchRun[],
  verdict: StepVerdict | null,
): SearchPoint {
  const agreeing = runs.filter((run) => verdict === null || run.verdict === verdict);
  const shown = agreeing.length === 0 ? runs : agreeing;
  const middle = (of: (run: SearchRun) => number | null): number | null => {
    const known = shown.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : median(known);
  };
  return {
    ...at,
    verdict,
    throughputPerSec: middle((run) => run.throughputPerSec) ?? 0,
    p50Us: middle((run) => run.p50Us),
    p99Us: middle((run) => run.p99Us),
    errorShare: middle((run) => run.errorShare) ?? 0,
    broke: shown[shown.length - 1]?.broke ?? [],
    runs,
  };
}

/** Who asks nothing about errors wants answers: failed ones keep a rate only where they are allowed for. */
function brokenRate({ arrivals, window, lanes }: Recording, objectives: readonly Threshold[]): string[] {
  if (arrivals === null || arrivals.due === 0) return [];
  const sentShare = 1 - arrivals.unsent / arrivals.due;
  if (sentShare < KEPT_SHARE) return [`the rate (only ${percent(sentShare)} could be sent)`];
  // A round of the connections, or the arrivals of a short pause, may wait by chance; more than that has piled up.
  if (arrivals.backlogAtEnd > Math.max(lanes, PILED_UP_SHARE * arrivals.due))
    return [`the rate (${arrivals.backlogAtEnd} requests waited for a connection at its end)`];
  const mayFail = objectives.some(({ metric }) => metric === 'errors');
  const answeredShare = (window.ok + (mayFail ? window.failed : 0)) / arrivals.due;
  return answeredShare < KEPT_SHARE ? [`the rate (only ${percent(answeredShare)} was answered)`] : [];
}

function verdictOf({ generator, arrivals }: Recording, broke: readonly string[]): StepVerdict {
  if (broke.length === 0) return 'kept';
  return generator.busy > BUSY_LIMIT || isLate(arrivals) ? 'generator' : 'broken';
}

function isLate(arrivals: Recording['arrivals']): boolean {
  if (arrivals === null) return false;
  const pacing = LatencyHistogram.fromSparse(arrivals.pacing);
  return pacing.count > 0 && pacing.percentileNs(50) > LATE_SEND_NS;
}
