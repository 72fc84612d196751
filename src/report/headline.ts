import type { Comparison } from '../model/comparison.js';
import type { GateResult } from '../model/gate.js';
import type { Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import { isRoughReport } from '../model/rough.js';
import type { Outcome } from './findings.js';
import { formatLatency, formatPerSec } from './format.js';
import { doubtsOf, gateWords } from './gate.js';
import { formatRatio, toldVerdict, verdictWithRatio } from './verdict.js';

/** A run in one line, and what a CI system should make of it. */
export interface Headline {
  readonly outcome: Outcome;
  readonly text: string;
}

/** What the gate says, who is faster, or what a load answered. */
export function headlineOf(report: Report): Headline {
  const failed = report.targets.flatMap(({ name, failure }) =>
    failure === null ? [] : [`${name} failed: ${failure}`],
  );
  if (failed.length > 0) return { outcome: 'error', text: failed.join('; ') };
  if (report.gate !== null) return { outcome: outcomeOf(report.gate), text: gateWords(report, report.gate) };
  if (report.run.command === 'load') return loadHeadline(report);
  if (report.run.command === 'import') return importHeadline(report);
  return runHeadline(report);
}

/** What the whole gate comes to: its exit code decides, as its policy may forgive what it found. */
function outcomeOf(gate: GateResult): Outcome {
  const { status, exitCode } = gate;
  if (status === 'pass') return doubtsOf(gate).length === 0 ? 'pass' : 'warn';
  if (exitCode === 0) return 'warn';
  return status === 'invalid' ? 'error' : 'fail';
}

function runHeadline(report: Report): Headline {
  const compared = mainComparisons(report);
  const isInvalid = compared.some(({ verdict }) => verdict === 'invalid');
  const outcome = isInvalid ? 'error' : 'pass';
  const [only, ...others] = compared;
  if (only === undefined) return { outcome, text: aloneWords(report) ?? 'nothing was compared' };
  if (others.length > 0) return { outcome, text: `${countsOf(compared)}, against ${only.baseline}` };
  const words = toldVerdict(only, isRoughReport(report));
  const told = only.ratio.value === null || isInvalid ? words : verdictWithRatio(words, formatRatio(only.ratio));
  return { outcome, text: `${only.target} against ${only.baseline}: ${told}` };
}

/** So many scenarios fit into a line. */
const MOST_SCENARIOS = 3;

/** What a target that nobody was beside came to; null where it is not told in a line. */
function aloneWords({ targets, profiles, measurements }: Report): string | null {
  const [target] = targets;
  const measured = measurements.filter(({ throughput }) => throughput.value !== null);
  const [first] = measured;
  if (target === undefined || targets.length > 1 || first === undefined) return null;
  if (measured.length === 1) return `${target.name}: ${measuredWords(first)}`;
  if (profiles.length > 1 || measured.length > MOST_SCENARIOS) return null;
  const rates = measured.map(
    ({ scenario, throughput }) => `${scenario} ${formatPerSec(throughput.value)} requests/sec`,
  );
  return `${target.name}: ${rates.join(', ')}`;
}

/** What a run is about: throughput, or latency where all were only sent the same rates. */
export function mainComparisons({ comparisons }: Report): Comparison[] {
  const ofThroughput = comparisons.filter(({ metric }) => metric === 'throughput');
  return ofThroughput.length > 0 ? ofThroughput : comparisons.filter(({ metric }) => metric === 'latency.p99');
}

function countsOf(compared: readonly Comparison[]): string {
  const words = compared.map(({ verdict }) => verdict.replace('-', ' '));
  return [...new Set(words)].map((word) => `${words.filter((one) => one === word).length} ${word}`).join(', ');
}

/** Nobody is said to be faster: these are single runs. */
function importHeadline({ measurements }: Report): Headline {
  const rates = measurements.flatMap(({ target, throughput: { value } }) =>
    value === null ? [] : [`${target} ${formatPerSec(value)} requests/sec`],
  );
  return { outcome: 'skip', text: `imported, nothing is proven${rates.length === 0 ? '' : `: ${rates.join(', ')}`}` };
}

function loadHeadline({ measurements: [measurement], thresholds = [], warnings }: Report): Headline {
  const broken = thresholds.filter(({ passed }) => !passed).map(({ text }) => text);
  const isInvalid = warnings.some(({ level }) => level === 'invalid');
  const outcome = broken.length > 0 ? 'fail' : isInvalid ? 'error' : 'pass';
  if (measurement === undefined || measurement.requests.ok === 0)
    return { outcome, text: 'no request was answered as expected' };
  const measured = measuredWords(measurement);
  return { outcome, text: broken.length === 0 ? measured : `${measured}; not held: ${broken.join(', ')}` };
}

function measuredWords({ throughput, latencyUs }: Measurement): string {
  return `${formatPerSec(throughput.value)} requests/sec, p50 ${formatLatency(latencyUs.p50)}, p99 ${formatLatency(latencyUs.p99)}`;
}
