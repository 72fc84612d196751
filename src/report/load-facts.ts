import type { LatencySummary, Measurement } from '../model/measurement.js';
import { errorsOf } from '../model/metric-facts.js';
import { describeError, ERROR_KINDS } from '../model/recording.js';
import type { Report, ReportProfile } from '../model/report.js';
import { formatCount } from '../units/rate.js';
import { plural } from '../units/words.js';
import {
  countText,
  formatBytes,
  formatCpu,
  formatLatency,
  formatPercent,
  formatPerSec,
  formatSeconds,
} from './format.js';
import { backlogFact, pacingFact, rateFact } from './pace-facts.js';
import { thresholdLines } from './threshold-lines.js';

/** One named fact about a single load, in one or more lines of plain words. */
export interface Fact {
  readonly label: string;
  readonly lines: readonly string[];
}

/** Everything a person wants to know of one load on one server. */
export function loadFacts(report: Report, measurement: Measurement): Fact[] {
  const { requests, bytes, connections } = measurement;
  const profile = profileOf(report, measurement);
  return [
    ...rateFact(profile, measurement),
    { label: 'throughput', lines: [throughputLine(measurement)] },
    ...latencyFacts(report, measurement),
    { label: 'responses', lines: [responsesLine(measurement)] },
    { label: 'errors', lines: errorLines(measurement) },
    {
      label: 'requests',
      lines: [
        `${countText(requests.sent)} sent = ${countText(requests.ok)} ok + ${countText(requests.failed)} failed` +
          ` + ${countText(requests.inFlightAtEnd)} in flight at the end`,
      ],
    },
    {
      label: 'bytes',
      lines: [
        `${formatBytes(bytes.read)} read, ${formatBytes(bytes.written)} written` +
          (bytes.bodyPerResponse === null ? '' : `, ${formatBytes(bytes.bodyPerResponse)} of body a response`),
      ],
    },
    {
      label: 'connections',
      lines: [
        `${countText(connections.requested)} requested, ${countText(connections.opened)} opened,` +
          ` ${countText(connections.reopened)} reopened${inFlightWords(report, measurement)}`,
      ],
    },
    ...backlogFact(profile, measurement),
    ...pacingFact(measurement),
    { label: 'generator', lines: generatorLines(profile, measurement) },
    ...serverFact(report, measurement),
    ...(report.thresholds === undefined ? [] : [{ label: 'thresholds', lines: thresholdLines(report, measurement) }]),
  ];
}

/** In an open loop latency counts from the intended start and service time from the send; otherwise they are the same. */
function latencyFacts(report: Report, measurement: Measurement): Fact[] {
  const { latencyUs, serviceTimeUs, requests } = measurement;
  const latency = { label: 'latency', lines: latencyLines(latencyUs, requests.measured) };
  if (profileOf(report, measurement)?.kind !== 'open' || requests.measured === 0) return [latency];
  const service = latencyLines(serviceTimeUs, requests.measured);
  return [
    { ...latency, lines: [...latency.lines, 'from the intended start: waiting for a free connection counts'] },
    { label: 'service time', lines: [...service, 'from the send: what the server took'] },
  ];
}

function profileOf(report: Report, { profile }: Measurement): ReportProfile | undefined {
  return report.profiles.find(({ name }) => name === profile);
}

function throughputLine({ throughput, requests, bytes, loadedSeconds }: Measurement): string {
  if (requests.sent === 0) return 'n/a: no request was sent';
  if (throughput.value === null || requests.ok === 0) return 'n/a: no request was answered as expected';
  const isKnown = loadedSeconds !== null && loadedSeconds > 0 && bytes.read !== null;
  const transfer = isKnown ? `, ${formatBytes(bytes.read / loadedSeconds)}/s read` : '';
  return `${formatPerSec(throughput.value)} requests/sec${transfer}`;
}

function latencyLines(latencyUs: LatencySummary, measured: number | null): string[] {
  if (measured === 0) return ['n/a: nothing was answered'];
  const { min, mean, stddev, max } = latencyUs;
  const percentiles = PERCENTILES.map((name) => [name, latencyUs[name]] as const);
  const missing = percentiles.filter(([, value]) => value === null).map(([name]) => name);
  return [
    [
      `avg ${formatLatency(mean)}`,
      `stdev ${formatLatency(stddev)}`,
      `min ${formatLatency(min)}`,
      `max ${formatLatency(max)}`,
    ].join(', '),
    ...(missing.length === percentiles.length
      ? []
      : [
          percentiles
            .flatMap(([name, value]) => (value === null ? [] : [`${name} ${formatLatency(value)}`]))
            .join(', '),
        ]),
    ...(missing.length === 0
      ? []
      : [
          `${missing.join(', ')} n/a: ${plural(measured ?? 0, 'answer')} ${measured === 1 ? 'is' : 'are'} too few for ${missing.length > 1 ? 'them' : 'it'}`,
        ]),
  ];
}

const PERCENTILES = ['p50', 'p75', 'p90', 'p95', 'p99', 'p999'] as const;

function responsesLine({ statuses }: Measurement): string {
  const counts = Object.entries(statuses).filter(([, count]) => count > 0);
  if (counts.length === 0) return 'none';
  return counts.map(([status, count]) => `${formatCount(count)} with status ${status}`).join(', ');
}

function errorLines(measurement: Measurement): string[] {
  const { errors, requests, topErrors } = measurement;
  if (errorsOf(measurement) === 0) return ['none'];
  const { failed, sent } = requests;
  const kinds = ERROR_KINDS.filter((kind) => (errors[kind] ?? 0) > 0).map(
    (kind) => `${kind} ${countText(errors[kind])}`,
  );
  const share = failed === null || sent === null ? '' : ` (${formatPercent(failed / sent)})`;
  const outcome =
    sent === 0 ? 'no request could be sent' : `${countText(failed)} of ${countText(sent)} requests failed${share}`;
  const width = Math.max(0, ...topErrors.map(({ count }) => formatCount(count).length));
  return [
    `${outcome}: ${kinds.join(', ')}`,
    ...topErrors.map((sample) => `  ${formatCount(sample.count).padStart(width)} x ${describeError(sample)}`),
  ];
}

function inFlightWords(report: Report, measurement: Measurement): string {
  const { littlesLaw, requests } = measurement;
  const asked = profileOf(report, measurement);
  // The lanes of an open loop wait for arrivals, by intent.
  if (littlesLaw === null || asked === undefined || asked.kind === 'open') return '';
  const lanes = (asked.connections ?? 0) * (asked.pipelining ?? 0);
  // Of the lanes that were used, which are not all where the requests ran out before.
  if ((requests.sent ?? 0) < lanes) return '';
  const state = asked.think === undefined ? 'in flight' : 'in flight or paused';
  return `; ${(littlesLaw * lanes).toFixed(1)} of ${plural(lanes, 'request')} ${state} on average`;
}

/** `socket, 2 threads: the busiest 19 % of the time, 0.1 s of their own CPU`. */
function generatorLines(profile: ReportProfile | undefined, { generator }: Measurement): string[] {
  const { engine, threads, busy, cpuSeconds } = generator;
  const isAlone = threads === null || threads === 1;
  const name = [engine, ...(threads === null ? [] : [plural(threads, 'thread')])].join(', ');
  const use = [
    ...(busy === null ? [] : [`${isAlone ? 'busy' : 'the busiest'} ${formatPercent(busy)} of the time`]),
    ...(cpuSeconds === null ? [] : [`${cpuSeconds.toFixed(1)} s of ${isAlone ? 'its' : 'their'} own CPU`]),
  ].join(', ');
  return [
    use === '' ? name : `${name}: ${use}`,
    // Else nobody understands more CPU than the share of the time amounts to.
    ...(profile?.kind === 'open' && cpuSeconds !== null
      ? ['waiting awake for arrivals takes CPU, and does not count as busy']
      : []),
  ];
}

/** What perfcmp sees of a server that it started. */
function serverFact(report: Report, { server, target }: Measurement): Fact[] {
  const startupMs = report.targets.find(({ name }) => name === target)?.startupMs ?? null;
  const lines = [
    ...(server === null ? [] : [useWords(server)]),
    ...(startupMs === null ? [] : [`ready ${formatSeconds(startupMs / 1000)} after its start`]),
  ];
  return lines.length === 0 ? [] : [{ label: 'server', lines }];
}

function useWords({ cpuPerRequestUs, cpuSeconds, peakRssBytes }: NonNullable<Measurement['server']>): string {
  const memory = peakRssBytes === null ? '' : `, ${formatBytes(peakRssBytes)} of memory at most`;
  return `${formatCpu(cpuPerRequestUs)} of CPU a request, ${cpuSeconds.toFixed(1)} s in all${memory}`;
}
