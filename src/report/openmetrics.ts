import type { Estimate, Metric } from '../model/comparison.js';
import type { Measurement } from '../model/measurement.js';
import { METRIC_FACTS } from '../model/metric-facts.js';
import type { Report } from '../model/report.js';
import { printable } from '../units/words.js';
import { findingsOf } from './findings.js';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** A metric family: its lines stand together, described before its samples. */
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'summary';
  readonly unit?: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/**
 * OpenMetrics text, for GitLab's metrics reports and for a Pushgateway, which knows no state sets. GitLab compares values as text, so they have no
 * more digits than their interval justifies.
 */
export function renderOpenMetrics(report: Report): string {
  const families = [...cellFamilies(report), startup(report), ...ratioFamilies(report), ...gateFamilies(report)];
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(linesOf);
  return `${[...lines, '# EOF'].join('\n')}\n`;
}

function cellFamilies(report: Report): Family[] {
  const family = (
    name: string,
    unit: string,
    help: string,
    of: (measurement: Measurement) => number | null,
  ): Family => ({
    name: `perfcmp_${name}`,
    type: 'gauge',
    ...(unit === '' ? {} : { unit }),
    help,
    samples: report.measurements.flatMap((measurement) => sample(cellLabels(measurement), of(measurement))),
  });
  return [
    family('throughput_requests_per_second', 'requests_per_second', 'Valid answers a second.', ({ throughput }) =>
      justified(throughput),
    ),
    latency(report),
    family('error_ratio', 'ratio', 'Failed requests of all that ended.', (measurement) =>
      own(measurement, 'errorRate', METRIC_FACTS.errorRate.of(measurement, report)),
    ),
    family('cpu_seconds_per_request', '', "The server's CPU time for a request, in seconds.", (measurement) =>
      own(measurement, 'cpuPerRequest', measurement.server?.cpuPerRequestUs, 1e6),
    ),
    family('memory_peak_bytes', 'bytes', "The largest resident memory of the server's processes.", (measurement) =>
      own(measurement, 'memory.peakRss', measurement.server?.peakRssBytes),
    ),
  ];
}

function latency({ measurements }: Report): Family {
  return {
    name: 'perfcmp_latency_seconds',
    type: 'summary',
    unit: 'seconds',
    help: 'Time from the intended start of a request to its answer.',
    samples: measurements.flatMap((measurement) => {
      const labels = cellLabels(measurement);
      const { p50, p90, p99 } = measurement.latencyUs;
      return [
        ...sample({ ...labels, quantile: '0.5' }, own(measurement, 'latency.p50', p50, 1e6)),
        // Nobody computes its interval, as it is not compared.
        ...sample({ ...labels, quantile: '0.9' }, threeDigits(p90 === null ? null : p90 / 1e6)),
        ...sample({ ...labels, quantile: '0.99' }, own(measurement, 'latency.p99', p99, 1e6)),
      ];
    }),
  };
}

function startup({ targets, measurements }: Report): Family {
  return {
    name: 'perfcmp_startup_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Time from the start of a server to its first correct answer.',
    samples: targets.flatMap(({ name, startupMs }) => {
      const measurement = measurements.find(({ target }) => target === name);
      return sample({ target: name }, own(measurement, 'startup', startupMs, 1000));
    }),
  };
}

function ratioFamilies(report: Report): Family[] {
  const compared = findingsOf(report).flatMap((finding) => {
    const { scenario, profile, target, baseline, metric, ratio } = finding;
    return ratio === null ? [] : [{ labels: { scenario, profile, target, baseline: baseline ?? '', metric }, ratio }];
  });
  const family = (suffix: string, help: string, end: 'value' | 'lower' | 'upper'): Family => ({
    name: `perfcmp_comparison${suffix}_ratio`,
    type: 'gauge',
    unit: 'ratio',
    help,
    samples: compared.flatMap(({ labels, ratio }) => sample(labels, justified(ratio, end))),
  });
  return [
    family('', 'Target against baseline, above 1 is better.', 'value'),
    family('_lower', 'Lower end of the interval of that ratio.', 'lower'),
    family('_upper', 'Upper end of the interval of that ratio.', 'upper'),
  ];
}

function gateFamilies(report: Report): Family[] {
  const { gate } = report;
  if (gate === null) return [];
  const states = (name: string, labels: Labels, status: string): Sample[] =>
    GATE_STATUSES.map((state): Sample => [{ ...labels, [name]: state }, state === status ? 1 : 0]);
  const checks = gate.results.flatMap(({ scenario, profile, target, metric, limit: { kind }, status }) =>
    states('perfcmp_gate_check', { scenario, profile, target, metric, limit: kind }, status),
  );
  const doubts = gate.results.flatMap(({ scenario, profile, target, metric, limit: { kind }, doubts: codes = [] }) =>
    codes.map((doubt): Sample => [{ scenario, profile, target, metric, limit: kind, doubt }, 1]),
  );
  return [
    {
      name: 'perfcmp_gate',
      type: 'gauge',
      help: 'What the gate says.',
      samples: states('perfcmp_gate', {}, gate.status),
    },
    { name: 'perfcmp_gate_check', type: 'gauge', help: 'What a check of the gate says.', samples: checks },
    {
      name: 'perfcmp_gate_doubt',
      type: 'gauge',
      help: 'What a pass or a failure of a check must not be told without.',
      samples: doubts,
    },
  ];
}

const GATE_STATUSES = ['pass', 'fail', 'inconclusive', 'invalid'] as const;

function cellLabels({ scenario, profile, target }: Measurement): Labels {
  return { scenario, profile, target };
}

function sample(labels: Labels, value: number | null): Sample[] {
  return value === null ? [] : [[labels, value]];
}

function linesOf({ name, type, unit, help, samples }: Family): string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...withoutRepeats(samples).map(([labels, value]) => `${name}${labelText(labels)} ${value}`),
  ];
}

/** A series may have one value: of two rules about the same thing the first is kept. */
function withoutRepeats(samples: readonly Sample[]): Sample[] {
  const texts = samples.map(([labels]) => labelText(labels));
  return samples.filter((_, at) => texts.indexOf(texts[at] ?? '') === at);
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(printable(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** A value in another unit, to the digits of the interval that its metric has. */
function own(
  measurement: Measurement | undefined,
  metric: Metric,
  value: number | null = null,
  perUnit = 1,
): number | null {
  const { lower = null, upper = null } = measurement?.estimates?.[metric] ?? {};
  const inUnit = (one: number | null): number | null => (one === null ? null : one / perUnit);
  return justified({ value: inUnit(value), lower: inUnit(lower), upper: inUnit(upper) });
}

function threeDigits(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}

/** An end of an interval to the digits that the interval leaves certain, with one or two more, as physicists round. */
function justified(estimate: Estimate, end: 'value' | 'lower' | 'upper' = 'value'): number | null {
  const { lower, upper } = estimate;
  const value = estimate[end];
  if (value === null || lower === null || upper === null || upper <= lower) return threeDigits(value);
  const step = 10 ** Math.floor(Math.log10((upper - lower) / 2 / 3.5));
  return Number((Math.round(value / step) * step).toPrecision(12));
}
