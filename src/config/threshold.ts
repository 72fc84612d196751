import {
  THRESHOLD_METRICS,
  type Threshold,
  type ThresholdComparison,
  type ThresholdMetric,
} from '../model/threshold.js';
import { parseDurationMs } from '../units/duration.js';
import { suggestion } from '../units/nearest.js';
import { parseShare } from '../units/percent.js';
import { parseCount } from '../units/rate.js';
import { accept, type Parsed, type Parser, reject } from './parsers.js';

const FORM = "write it like 'p99<20ms', 'errors<0.1%' or 'rate>=5k'";

/** `p99<20ms`, `errors<0.1%`, `rate>=5k`. */
export const threshold: Parser<Threshold> = (text) => {
  const match = /^\s*([a-z][a-z0-9.]*)\s*([<>]=?)\s*([^<>=\s]+)\s*$/i.exec(text);
  if (match === null) return reject(`must be a metric, a comparison and a limit, got "${text}"`, FORM);
  const [, name = '', comparison = '', limitText = ''] = match;
  const metric = metricOf(name);
  if (metric === null) {
    const known = `metrics are ${THRESHOLD_METRICS.join(', ')}`;
    return reject(`has no metric "${name}" to compare, got "${text}"`, suggestion(name, THRESHOLD_METRICS, known));
  }
  const limit = limitOf(metric, limitText);
  if (!limit.ok) return limit;
  return accept({ text, metric, comparison: comparison as ThresholdComparison, limit: limit.value });
};

function metricOf(name: string): ThresholdMetric | null {
  const written = name.toLowerCase().replace('p99.9', 'p999');
  return THRESHOLD_METRICS.find((metric) => metric === written) ?? null;
}

function limitOf(metric: ThresholdMetric, text: string): Parsed<number> {
  if (metric === 'rate') {
    const perSec = parseCount(text.replace(/\/s(ec)?$/, ''));
    return perSec === null
      ? reject(`needs requests a second, got "${text}"`, "write it like 'rate>=5k'")
      : accept(perSec);
  }
  if (metric === 'errors') {
    const share = parseShare(text);
    if (share !== null && share <= 1) return accept(share);
    return reject(`needs a share of at most 100 %, got "${text}"`, "write it like 'errors<0.1%' or 'errors<=0'");
  }
  const durationMs = parseDurationMs(text);
  // Elsewhere a bare number is seconds, which nobody means by p99<20.
  if (durationMs !== null && /[a-zµ]$/.test(text)) return accept(durationMs * 1000);
  return reject(`needs a time with its unit, got "${text}"`, `write it like '${metric}<20ms'`);
}
