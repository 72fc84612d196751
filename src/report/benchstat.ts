import type { LaunchSummary, Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import { printable } from '../units/words.js';
import { findingsOf } from './findings.js';
import { bareNumber } from './metric-values.js';

/**
 * Go's benchmark format, a line for each launch, which is the unit of replication: `benchstat -col /target FILE`.
 * benchstat's test is a rank test of unpaired samples, weaker than the intervals of the report itself.
 */
export function renderBenchstat(report: Report): string {
  const { environment, measurements, gate } = report;
  const lines = measurements.flatMap((measurement) => {
    const name = benchmarkName(report, measurement);
    return samplesOf(report, measurement).flatMap((sample) => lineOf(name, sample));
  });
  return [
    ...(environment === null ? [] : [`goos: ${environment.os.toLowerCase()}`]),
    'pkg: perfcmp',
    ...(environment === null ? [] : [`cpu: ${printable(environment.cpuModel)}`]),
    'Unit req/s better=higher',
    ...(gate === null ? [] : gateLines(report)),
    ...lines,
    '',
  ].join('\n');
}

/** Readers of the format leave out what is neither a setting nor a benchmark. */
function gateLines(report: Report): string[] {
  return [
    `# gate: ${report.gate?.status}`,
    ...findingsOf(report).map(({ scenario, target, metric, verdict, message }) =>
      printable(`# ${verdict}: ${scenario} ${metric} of ${target}: ${message}`),
    ),
  ];
}

/**
 * `BenchmarkJson/target=express-2`. The number of cores at the end is what Go writes there, and keeps a target that ends
 * in a number, such as `node-20`, from being read so.
 */
function benchmarkName(report: Report, { scenario, profile, target, imported }: Measurement): string {
  const { scenarios, profiles, targets, environment } = report;
  const word = nth(scenarios, scenario, ({ name }) => camelCase(name));
  const parts = [
    ...(profiles.length > 1 ? [`profile=${nth(profiles, profile, ({ name }) => value(name))}`] : []),
    `target=${nth(targets, target, ({ name }) => value(name))}`,
  ];
  // Where the cores are not known, the tool takes their place: no name of one ends in a dash and a number.
  if (environment === null) return `Benchmark${word}/${parts.join('/')}/tool=${imported?.tool ?? 'perfcmp'}`;
  return `Benchmark${word}/${parts.join('/')}-${environment.cores}`;
}

/** A name as the format takes it, with its place behind where two of them would read alike. */
function nth<T extends { readonly name: string }>(all: readonly T[], name: string, spelt: (one: T) => string): string {
  const at = all.findIndex((one) => one.name === name);
  const one = all[at];
  if (one === undefined) return value(name);
  const isTaken = all.slice(0, at).some((other) => spelt(other) === spelt(one));
  return isTaken ? `${spelt(one)}_${at + 1}` : spelt(one);
}

function camelCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') || 'Root';
}

/** A slash would begin another part of the name, a space its end. */
function value(name: string): string {
  return printable(name).replace(/[\s/]+/g, '_');
}

/** A load is one launch of its own. */
function samplesOf({ run }: Report, { launches, throughput, latencyUs, server }: Measurement): Sample[] {
  if (run.command !== 'load' && run.command !== 'import') return [...launches];
  const cpuPerRequestUs = server?.cpuPerRequestUs ?? null;
  return [{ throughput: throughput.value, p50Us: latencyUs.p50, p99Us: latencyUs.p99, cpuPerRequestUs }];
}

type Sample = Omit<LaunchSummary, 'launch' | 'steady'>;

function lineOf(name: string, sample: Sample): string[] {
  const { throughput, p50Us, p99Us, cpuPerRequestUs } = sample;
  if (throughput === null || throughput <= 0) return [];
  const pairs: readonly (readonly [number | null, string])[] = [
    [1e9 / throughput, 'ns/op'],
    [throughput, 'req/s'],
    [p50Us === null ? null : p50Us * 1000, 'p50-ns'],
    [p99Us === null ? null : p99Us * 1000, 'p99-ns'],
    [cpuPerRequestUs === null ? null : cpuPerRequestUs * 1000, 'cpu-ns/op'],
  ];
  const values = pairs.flatMap(([number, unit]) => (number === null ? [] : [`${bareNumber(number)} ${unit}`]));
  return [[name, 1, ...values].join('\t')];
}
