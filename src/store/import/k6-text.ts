import type { K6Metrics } from './k6-result.js';
import { goDurationUs, plainNumber, siBytes } from './numbers.js';

/** `http_reqs......................: 1000   99.9/s`, with a mark before it where it has thresholds. */
const METRIC = /^\s*(?:[✓✗]\s*)?([a-z][\w.]*?)\.*: (.*)$/;

/** Whether a text holds k6's end-of-test summary. */
export function isK6Text(text: string): boolean {
  return /^\s*(?:[✓✗]\s*)?http_reqs\.*: /m.test(text) || /^\s*(?:[✓✗]\s*)?http_req_duration\.*: /m.test(text);
}

/** The metrics of the summary in the units of its JSON; of sub-metrics, in braces, nothing. */
export function k6TextMetrics(text: string): K6Metrics {
  const metrics = new Map<string, ReadonlyMap<string, number>>();
  for (const line of text.split('\n')) {
    const [, name, values = ''] = METRIC.exec(line) ?? [];
    // Those of groups and scenarios come behind those of all.
    if (name !== undefined && !metrics.has(name)) metrics.set(name, valuesOf(name, values.trim()));
  }
  return metrics;
}

function valuesOf(name: string, text: string): ReadonlyMap<string, number> {
  const pairs = [...text.matchAll(/([\w().]+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value] as const);
  if (name.startsWith('http_req_') && pairs.length > 0) {
    return known(pairs.map(([key, value]) => [key, toMs(value)]));
  }
  if (name === 'http_req_failed') {
    // "0.50%  5 out of 1000"; before k6 1.0 "0.50% ✓ 5 ✗ 995". Both tell first how many failed.
    const [, passes = ''] = /% +(?:✓ )?(\d+) /.exec(text) ?? [];
    return known([['passes', plainNumber(passes)]]);
  }
  if (name.startsWith('data_')) {
    return known([['count', siBytes(/^[\d.]+ [kMGTP]?B/.exec(text)?.[0] ?? '')]]);
  }
  if (name.startsWith('vus')) return known(pairs.map(([key, value]) => [key, plainNumber(value)]));
  const [, count = '', rate = ''] = /^(\S+)(?: +(\S+)\/s)?/.exec(text) ?? [];
  return known([
    ['count', plainNumber(count)],
    ['rate', plainNumber(rate)],
  ]);
}

function toMs(text: string): number | null {
  const us = goDurationUs(text);
  return us === null ? null : us / 1000;
}

function known(values: readonly (readonly [string, number | null])[]): ReadonlyMap<string, number> {
  return new Map(values.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}
