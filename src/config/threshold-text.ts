import { THRESHOLD_METRICS, type Threshold, type ThresholdMetric } from '../model/config.js';
import { parseDurationMs } from '../units/duration.js';
import { parseShare } from '../units/percent.js';
import { parseCount } from '../units/rate.js';
import { suggestion } from './nearest.js';
import { accept, type Parser, reject } from './parsers.js';

const FORM = "write it like 'p99<20ms', 'errors<0.1%' or 'rate>=5k'";

/** A condition on a load: a metric, a comparison and a limit in the metric's unit. */
export const threshold: Parser<Threshold> = (text) => {
  const match = /^\s*([\w.]+)\s*(<=?|>=?)\s*(\S.*?)\s*$/.exec(text);
  if (match === null) return reject(`must be a metric, <, <=, > or >=, and a limit, got "${text}"`, FORM);
  const [, name = '', comparison = '<', limitText = ''] = match;
  const metric = THRESHOLD_METRICS.find((candidate) => candidate === name);
  if (metric === undefined) {
    const hint = suggestion(name, THRESHOLD_METRICS, `metrics: ${THRESHOLD_METRICS.join(', ')}`);
    return reject(`knows no metric "${name}", in "${text}"`, hint);
  }
  const limit = limitOf(metric, limitText);
  if (limit === null) return reject(`must end in ${UNITS[kindOf(metric)]}, got "${text}"`, FORM);
  return accept({
    text: `${metric}${comparison}${limitText}`,
    metric,
    comparison: comparison as Threshold['comparison'],
    limit,
  });
};

const UNITS = { latency: 'a time', rate: 'a rate', share: 'a share' } as const;

function kindOf(metric: ThresholdMetric): keyof typeof UNITS {
  if (metric === 'rate') return 'rate';
  return metric === 'errors' ? 'share' : 'latency';
}

/** A bare number of a latency would be seconds elsewhere, and nobody means that here. */
function limitOf(metric: ThresholdMetric, text: string): number | null {
  switch (kindOf(metric)) {
    case 'rate':
      return parseCount(text);
    case 'share': {
      const share = parseShare(text);
      return share !== null && share <= 1 ? share : null;
    }
    case 'latency': {
      const durationMs = /^[\d.]+$/.test(text) ? null : parseDurationMs(text);
      return durationMs === null ? null : durationMs * 1000;
    }
  }
}
