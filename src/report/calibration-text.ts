import type { CalibratedMetric, Calibration } from '../model/calibration.js';
import type { Metric } from '../model/comparison.js';
import { formatDurationMs } from '../units/duration.js';
import { plural, printable } from '../units/words.js';
import { formatMargin, formatPercent, formatSeconds } from './format.js';
import { profileWords } from './header.js';
import { warningNotes } from './notes.js';
import { wrapSegments, wrapText } from './wrap.js';

/** What a calibration found, for people: how results scatter, what can be called in which time, what margins suit. */
export function renderCalibration(
  calibration: Calibration,
  options: { readonly width: number; readonly isStored: boolean },
): string {
  const { width } = options;
  const notes = warningNotes(calibration.warnings).flatMap(({ level, text }) =>
    wrapText(level === 'note' ? ' · ' : ' ! ', text, width),
  );
  return [
    ...wrapSegments([`perfcmp calibrate`, ...subject(calibration)], width),
    ...wrapSegments(conditions(calibration), width),
    '',
    ...metricTable(calibration.metrics),
    '',
    ...wrapText(' ', LEGEND, width),
    '',
    ...alarms(calibration, width),
    ...notes,
    ...marginAdvice(calibration, width),
    ...wrapText(' ', storedText(calibration, options.isStored), width),
  ].join('\n');
}

const LEGEND =
  'A/A: the second instance against the first, which differ in nothing. launches: how far their ratios scatter, and how ' +
  'far they would by their blocks alone. in 1m ...: smallest loss that a run of two servers in one scenario calls four ' +
  'times in five, the margin in it.';

function subject({ target, scenario, profile }: Calibration): string[] {
  const version = target.version === null ? '' : ` ${target.version}`;
  return [`${printable(target.name)}${version} against itself, ${printable(scenario)}`, profileWords(profile)];
}

function conditions({ launches, blocks, secondsALaunch, seed, environment: machine }: Calibration): string[] {
  return [
    `${plural(launches, 'launch')} x ${plural(blocks, 'slice')} each, ${formatSeconds(secondsALaunch)} a launch`,
    ...(seed === null ? [] : [`seed ${seed}`]),
    `${plural(machine.cores, 'core')}, node ${machine.node}, ${machine.os.toLowerCase()} ${machine.kernel}`,
  ];
}

function metricTable(metrics: readonly CalibratedMetric[]): string[] {
  const spans = metrics[0]?.effects.map(({ seconds }) => `in ${formatDurationMs(seconds * 1000)}`) ?? [];
  const head = ['', 'A/A', 'launches', 'by blocks', ...spans, 'margin', 'suggested'];
  const rows = metrics.map((one) => [
    LABELS[one.metric] ?? one.metric,
    closeRatio(one.ratio),
    formatPercent(one.launchStddev),
    one.withinStddev === null ? 'n/a' : formatPercent(one.withinStddev),
    ...one.effects.map(({ effect }) => (effect === null ? 'n/a' : formatPercent(effect))),
    formatMargin(one.margin),
    one.suggestedMargin === null ? 'n/a' : formatMargin(roundedUp(one.suggestedMargin)),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    ` ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}`.trimEnd(),
  );
}

const LABELS: Readonly<Partial<Record<Metric, string>>> = {
  'latency.p50': 'latency p50',
  'latency.p99': 'latency p99',
  cpuPerRequest: 'cpu/request',
};

/** Near 1 the third digit is the one that tells something. */
function closeRatio({ value, lower, upper }: CalibratedMetric['ratio']): string {
  const [at, from, to] = [value, lower, upper].map((number) => number?.toFixed(3) ?? 'n/a');
  return `${at} [${from}, ${to}]`;
}

/** To the tenth of a percent above: a margin must not come out smaller than what it allows for. */
function roundedUp(share: number): number {
  return Math.ceil(Number((share * 1000).toFixed(6))) / 1000;
}

function alarms({ metrics }: Calibration, width: number): string[] {
  return metrics.flatMap(({ metric, ratio }) => {
    if (!isOffOne(ratio)) return [];
    const chance = metric === 'throughput' ? '' : '; one in twenty does so by chance';
    const text = `${LABELS[metric] ?? metric}: ${closeRatio(ratio)} does not hold 1, though nothing differs${chance}`;
    return wrapText(' ! ', text, width);
  });
}

function marginAdvice({ isSound, metrics }: Calibration, width: number): string[] {
  const options = metrics.flatMap(({ metric, margin, suggestedMargin }) =>
    suggestedMargin === null || suggestedMargin <= margin
      ? []
      : [`${metric}=${formatMargin(roundedUp(suggestedMargin)).replace(' ', '')}`],
  );
  if (!isSound || options.length === 0) return [];
  return wrapText(' ', `margins that suit this machine and so many launches: --margin ${options.join(',')}`, width);
}

function isOffOne({ lower, upper }: CalibratedMetric['ratio']): boolean {
  return lower !== null && upper !== null && (lower > 1 || upper < 1);
}

function storedText({ isSound }: Calibration, isStored: boolean): string {
  if (!isSound) return 'not fit to be relied upon, so it was not kept; calibrate again on a quieter machine';
  return isStored
    ? 'kept for this machine: run and gate tell where their margin is finer than they can see'
    : 'not kept: it was ended early, or the state folder cannot be written';
}
