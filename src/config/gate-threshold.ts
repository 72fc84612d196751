import { METRICS, type Metric } from '../model/comparison.js';
import { EVERY_SCENARIO, type GateLimit, type GateThreshold } from '../model/gate.js';
import { parseBytes } from '../units/bytes.js';
import { parseDurationMs } from '../units/duration.js';
import { suggestion } from '../units/nearest.js';
import { parseShare } from '../units/percent.js';
import { parseCount } from '../units/rate.js';
import { accept, margin, type Parsed, type Parser, reject } from './parsers.js';

const ALLOW_FORM = "write it like 'throughput=5%' or 'json:latency.p99=20%'";
const LIMIT_FORM = "write it like 'latency.p99<25ms', 'json:errorRate<0.1%' or 'throughput>=5k'";

/** `throughput=5%`, `json:latency.p99=20%`: how much worse than the baseline a candidate may be. */
export const allowance: Parser<GateThreshold> = (text) => {
  const { scenario, rest } = splitScenario(text);
  if (/[<>]/.test(rest)) return reject(`is a limit of its own, not a loss, got "${text}"`, 'give it with --threshold');
  const [, name = 'throughput', value = ''] = /^(?:([^=]*)=)?(.*)$/.exec(rest) ?? [];
  const metric = metricOf(name.trim(), text);
  if (!metric.ok) return metric;
  const share = margin(value.trim());
  if (!share.ok) return reject(share.message, share.hint ?? ALLOW_FORM);
  return accept(ruleOf(scenario, metric.value, { kind: 'regression', margin: share.value }));
};

/** `latency.p99<25ms`, `json:errorRate<0.1%`, `throughput>=5k`: what a candidate has to keep by itself. */
export const absoluteLimit: Parser<GateThreshold> = (text) => {
  const { scenario, rest } = splitScenario(text);
  if (/^[^<>]*=/.test(rest)) return reject(`is a loss, not a limit, got "${text}"`, 'give it with --allow');
  const match = /^\s*([a-z][a-z0-9.]*)\s*([<>])=?\s*(\S.*?)\s*$/i.exec(rest);
  if (match === null) return reject(`must be a metric, a comparison and a limit, got "${text}"`, LIMIT_FORM);
  const [, name = '', comparison = '', limit = ''] = match;
  const metric = metricOf(name, text);
  if (!metric.ok) return metric;
  const limited = limitOf(metric.value, comparison === '<' ? 'most' : 'least', limit);
  return limited.ok ? accept(ruleOf(scenario, metric.value, limited.value)) : limited;
};

/** A limit on a metric's own value; which side of it is good is the metric's to say. */
export function limitOf(metric: Metric, kind: 'most' | 'least', text: string): Parsed<GateLimit> {
  const good = metric === 'throughput' ? 'least' : 'most';
  if (kind !== good) {
    const sign = good === 'least' ? '>=' : '<';
    return reject(`cannot hold ${metric} ${kind === 'most' ? 'down' : 'up'}`, `write it like '${metric}${sign}...'`);
  }
  const value = VALUES[metric](text);
  return value.ok ? accept({ kind, value: value.value }) : value;
}

/** The metric of that name; what `load` calls its own is understood, too. */
export function metricOf(name: string, text: string): Parsed<Metric> {
  const written = SHORT_NAMES[name] ?? METRICS.find((metric) => metric.toLowerCase() === name.toLowerCase());
  if (written !== undefined) return accept(written);
  const known = `metrics are ${METRICS.join(', ')}`;
  return reject(`has no metric "${name}", got "${text}"`, suggestion(name, METRICS, known));
}

const SHORT_NAMES: Readonly<Record<string, Metric>> = {
  p50: 'latency.p50',
  p99: 'latency.p99',
  rate: 'throughput',
  errors: 'errorRate',
};

/** A rule as it is where nothing more is said of it. */
export function ruleOf(scenario: string, metric: Metric, limit: GateLimit): GateThreshold {
  return { scenario, metric, limit, loop: null, severity: 'error' };
}

function splitScenario(text: string): { readonly scenario: string; readonly rest: string } {
  const [, scenario = '', rest = ''] = /^(?:(.*):)?([^:]*)$/.exec(text.trim()) ?? [];
  return { scenario: scenario === '' ? EVERY_SCENARIO : scenario, rest };
}

function time(unitMs: number): Parser<number> {
  return (text) => {
    const durationMs = parseDurationMs(text);
    // Elsewhere a bare number is seconds, which nobody means by p99<20.
    if (durationMs !== null && /[a-zµ]$/.test(text)) return accept(durationMs / unitMs);
    return reject(`needs a time with its unit, got "${text}"`, 'write it like 25ms or 80us');
  };
}

const VALUES: Readonly<Record<Metric, Parser<number>>> = {
  throughput: (text) => {
    const perSec = parseCount(text.replace(/\s*(req)?\/s(ec)?$/, ''));
    return perSec === null ? reject(`needs requests a second, got "${text}"`, 'write it like 5k') : accept(perSec);
  },
  'latency.p50': time(0.001),
  'latency.p99': time(0.001),
  errorRate: (text) => {
    const share = parseShare(text);
    if (share !== null && share <= 1) return accept(share);
    return reject(`needs a share of at most 100 %, got "${text}"`, 'write it like 0.1% or 0.001');
  },
  cpuPerRequest: time(0.001),
  'memory.peakRss': (text) => {
    const bytes = parseBytes(text);
    return bytes === null || bytes === 0
      ? reject(`needs an amount of memory, got "${text}"`, 'write it like 200MB or 512MiB')
      : accept(bytes);
  },
  startup: time(1),
};
