import type { Report } from '../model/report.js';
import type { SearchHighest, SearchPoint, SearchResult, StepVerdict } from '../model/search.js';
import { formatShare } from '../units/percent.js';
import { plural } from '../units/words.js';
import { formatLatency, formatPercent, formatPerSec } from './format.js';

/** One line of the curve as people read it, from left to right; the last cell is words, the others numbers. */
export interface SearchTable {
  readonly labels: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly verdict: StepVerdict | null }[];
}

/** The curve as a table: what was asked for, what came of it, and whether that keeps the objectives. */
export function searchTable(search: SearchResult): SearchTable {
  const isJudged = search.objectives.length > 0;
  const labels = [search.axis === 'rate' ? 'rate' : 'connections', 'requests/sec', 'p50', 'p99', 'errors'];
  return {
    labels: [...labels, ...(search.axis === 'rate' ? ['runs'] : []), ...(isJudged ? ['objectives'] : [])],
    rows: search.curve.map((point) => ({
      verdict: point.verdict,
      cells: [
        point.ratePerSec === null ? String(point.connections) : formatPerSec(point.ratePerSec),
        formatPerSec(point.throughputPerSec),
        formatLatency(point.p50Us),
        formatLatency(point.p99Us),
        point.errorShare === 0 ? '0' : formatPercent(point.errorShare),
        ...(search.axis === 'rate' ? [runsCell(point)] : []),
        ...(isJudged ? [verdictWords(point)] : []),
      ],
    })),
  };
}

/** What the search came to, in sentences; nothing is concluded from what it did not come to. */
export function searchAnswer({ search, run, plan }: Pick<Report, 'search' | 'run' | 'plan'>): string[] {
  if (search === null) return [];
  const ended = run.interrupted === null ? 'ended' : 'interrupted';
  if (search.highest === null && plan.launchesDone < plan.launches) {
    const isOpen = search.objectives.length > 0 || search.curve.length === 0;
    return isOpen ? [`${ended} before ${undecidedWords(search)}`] : [];
  }
  return search.axis === 'rate' ? rateAnswer(search) : sweepAnswer(search);
}

/** How it was searched. */
export function searchConditions({ objectives, resolution, stepMs }: SearchResult): string[] {
  return [
    ...(objectives.length === 0 ? [] : [objectives.join(', ')]),
    `steps of ${stepMs / 1000} s`,
    ...(resolution === null ? [] : [`resolution ${formatShare(resolution)}`]),
  ];
}

function rateAnswer({ curve, highest, capacityPerSec, calmLatencyUs, objectives }: SearchResult): string[] {
  const them = objectives.length > 1 ? 'them' : 'it';
  return [
    ...(highest === null ? noneKept(curve, them) : [highestWords(highest, curve, them)]),
    ...(capacityPerSec === null || capacityPerSec === 0
      ? []
      : [
          `without a rate, in a closed loop, it answered ${formatPerSec(capacityPerSec)} requests/sec${calmWords(calmLatencyUs)}`,
        ]),
  ];
}

function calmWords(calmLatencyUs: number | null): string {
  return calmLatencyUs === null ? '' : `, one at a time in ${formatLatency(calmLatencyUs)} each`;
}

function highestWords(highest: SearchHighest, curve: readonly SearchPoint[], them: string): string {
  const rate = `${formatPerSec(highest.ratePerSec)}/s`;
  const broken = curve.find(({ ratePerSec }) => ratePerSec === highest.brokenPerSec && ratePerSec !== null);
  const next = broken === undefined ? '' : `; ${formatPerSec(broken.ratePerSec)}/s broke ${broken.broke.join(' and ')}`;
  switch (highest.limit) {
    case 'objectives':
      return `highest rate that keeps ${them}: ${rate}${next}`;
    case 'generator':
      return `at least ${rate} keeps ${them}; above that the load generator was the limit${next}`;
    case 'bound':
      return `at least ${rate} keeps ${them}: nothing above was tried`;
    case 'interrupted':
      return `${rate} keeps ${them}; the search did not come to its end${next}`;
  }
}

function undecidedWords({ axis, objectives, curve }: SearchResult): string {
  const [lowest] = curve;
  if (lowest === undefined) return axis === 'rate' ? 'a rate was tried' : 'a number of connections was tried';
  const { ratePerSec, connections, verdict, runs, broke } = lowest;
  const asked = ratePerSec === null ? plural(connections, 'connection') : `${formatPerSec(ratePerSec)}/s`;
  const broken = broke.length === 0 ? 'did not keep them' : `broke ${broke.join(' and ')}`;
  if (verdict !== null) return `${axis === 'rate' ? 'a lower rate' : 'another number'} was tried: ${asked} ${broken}`;
  const kept = runs.filter((run) => run.verdict === 'kept').length;
  const them = objectives.length > 1 ? 'them' : 'it';
  if (kept === 0) return `it was decided: ${asked} ${broken} once`;
  return `it was decided: ${asked} kept ${them} ${kept === runs.length ? 'once' : `${kept} of ${runs.length} times`}`;
}

function noneKept(curve: readonly SearchPoint[], them: string): string[] {
  const [lowest] = curve;
  if (lowest?.ratePerSec == null) return [];
  const broke = lowest.broke.length === 0 ? '' : ` broke ${lowest.broke.join(' and ')}`;
  return [`no rate keeps ${them}: even ${formatPerSec(lowest.ratePerSec)}/s${broke}`];
}

function sweepAnswer({ highest, objectives, curve }: SearchResult): string[] {
  if (curve.length === 0) return [];
  const condition = objectives.length === 0 ? '' : ` that keeps ${objectives.join(' and ')}`;
  if (highest === null)
    return objectives.length === 0 ? [] : [`no number of connections${condition.replace('that ', '')}`];
  const words = `${plural(highest.connections, 'connection')}: ${formatPerSec(highest.throughputPerSec)} requests/sec`;
  return [`most throughput${condition}: ${words}`];
}

/** How many of its loads went this way, where they did not agree. */
function runsCell({ runs, verdict }: SearchPoint): string {
  const agreeing = runs.filter((run) => run.verdict === verdict).length;
  return agreeing === runs.length || verdict === null ? String(runs.length) : `${agreeing} of ${runs.length}`;
}

function verdictWords({ verdict, broke }: SearchPoint): string {
  if (verdict === null) return 'open';
  if (verdict === 'kept') return 'kept';
  return `broke ${broke.join(', ')}${verdict === 'generator' ? '; the generator was the limit' : ''}`;
}
