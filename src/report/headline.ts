import type { Comparison } from '../model/comparison.js';
import type { Report } from '../model/report.js';
import { formatCount } from '../units/rate.js';
import { plural } from '../units/words.js';
import { sectionName } from './cell-name.js';
import { type Finding, findingsOf, type Outcome, worstFirst } from './findings.js';
import { formatLatency, formatPerSec } from './format.js';
import { formatRatio, toldVerdict } from './verdict.js';

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
  if (report.gate !== null) return gateHeadline(report);
  if (report.run.command === 'load') return loadHeadline(report);
  if (report.run.command === 'import') return importHeadline(report);
  return runHeadline(report);
}

function gateHeadline(report: Report): Headline {
  const findings = worstFirst(findingsOf(report));
  const status = report.gate?.status ?? 'invalid';
  const [worst] = findings;
  const isHeld = ({ outcome }: Finding): boolean => outcome === 'pass';
  const held = `${formatCount(findings.filter(isHeld).length)} of ${plural(findings.length, 'limit')} kept`;
  if (worst === undefined || isHeld(worst)) return { outcome: outcomeOf(report), text: `${status}: ${held}` };
  const others = findings.filter((finding) => finding.outcome === worst.outcome).length - 1;
  const more = others === 0 ? '' : ` and ${plural(others, 'other')}`;
  return { outcome: outcomeOf(report), text: `${status}: ${findingWords(report, worst)}${more}; ${held}` };
}

/** What the whole gate comes to: its exit code decides, as its policy may forgive what it found. */
function outcomeOf({ gate }: Report): Outcome {
  if (gate === null || gate.status === 'pass') return 'pass';
  if (gate.exitCode === 0) return 'warn';
  return gate.status === 'invalid' ? 'error' : 'fail';
}

/** `json throughput of head: ratio 0.91 [0.89, 0.93], allowed -5 %`. */
export function findingWords(report: Report, finding: Finding): string {
  return `${sectionName(report, finding)} ${finding.metric} of ${finding.target}: ${finding.message}`;
}

function runHeadline(report: Report): Headline {
  const compared = mainComparisons(report);
  const isInvalid = compared.some(({ verdict }) => verdict === 'invalid');
  const outcome = isInvalid ? 'error' : 'pass';
  const [only, ...others] = compared;
  if (only === undefined) return { outcome, text: 'nothing was compared' };
  if (others.length > 0) return { outcome, text: `${countsOf(compared)}, against ${only.baseline}` };
  const ratio = only.ratio.value === null || isInvalid ? '' : ` ${formatRatio(only.ratio)}`;
  const words = toldVerdict(only, report.plan.quick);
  return { outcome, text: `${only.target} against ${only.baseline}:${ratio} ${words}` };
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
  const rates = measurements.map(
    ({ target, throughput }) => `${target} ${formatPerSec(throughput.value)} requests/sec`,
  );
  return { outcome: 'pass', text: `imported, nothing is proven: ${rates.join(', ')}` };
}

function loadHeadline({ measurements: [measurement], thresholds = [], warnings }: Report): Headline {
  const broken = thresholds.filter(({ passed }) => !passed).map(({ text }) => text);
  const isInvalid = warnings.some(({ level }) => level === 'invalid');
  const outcome = broken.length > 0 ? 'fail' : isInvalid ? 'error' : 'pass';
  if (measurement === undefined || measurement.requests.ok === 0)
    return { outcome, text: 'no request was answered as expected' };
  const { throughput, latencyUs } = measurement;
  const measured = `${formatPerSec(throughput.value)} requests/sec, p50 ${formatLatency(latencyUs.p50)}, p99 ${formatLatency(latencyUs.p99)}`;
  return { outcome, text: broken.length === 0 ? measured : `${measured}; not held: ${broken.join(', ')}` };
}
