import { Damage, required } from './damage.js';
import { goDurationUs, plainNumber } from './numbers.js';
import type { VegetaReport } from './vegeta.js';

/** Whether a text holds what `vegeta report` prints. */
export function isVegetaText(text: string): boolean {
  return /^Requests\s+\[total, rate/m.test(text) || /^Latencies\s+\[.*\bmean\b/m.test(text);
}

/** The report in the shape of its JSON. */
export function vegetaTextReport(text: string): VegetaReport {
  const requests = row(text, 'Requests');
  const latencies = row(text, 'Latencies');
  const durations = row(text, 'Duration');
  const [read, written] = [row(text, 'Bytes In'), row(text, 'Bytes Out')];
  const ns = (values: ReadonlyMap<string, string>, name: string): number => {
    const us = goDurationUs(required(values.get(name), `"${name}" among its times`));
    return Math.round(required(us, `time behind "${name}"`) * 1000);
  };
  const optional = (name: string): number | undefined => (latencies.has(name) ? ns(latencies, name) : undefined);
  return {
    latencies: {
      mean: ns(latencies, 'mean'),
      '50th': ns(latencies, '50'),
      '90th': optional('90'),
      '95th': ns(latencies, '95'),
      '99th': ns(latencies, '99'),
      max: ns(latencies, 'max'),
      min: optional('min'),
    },
    bytes_in: { total: number(read, 'total'), mean: number(read, 'mean') },
    bytes_out: { total: number(written, 'total') },
    duration: ns(durations, 'attack'),
    wait: ns(durations, 'wait'),
    requests: number(requests, 'total'),
    rate: number(requests, 'rate'),
    status_codes: statusCodes(text),
    errors: (/^Error Set:\n([\s\S]*)$/m.exec(text)?.[1] ?? '').split('\n').filter((line) => line.trim() !== ''),
  };
}

/** `Latencies  [min, mean, 50, ...]  302.3µs, 1.2ms, ...`: names and values, the same number of both. */
function row(text: string, name: string): ReadonlyMap<string, string> {
  const [, names = '', values = ''] = new RegExp(`^${name}\\s+\\[(.*?)\\]\\s+(.*)$`, 'm').exec(text) ?? [];
  const [keys, parts] = [names.split(', '), values.trim().split(', ')];
  if (names === '' || keys.length !== parts.length) throw new Damage(`has no whole line "${name}"`);
  return new Map(keys.map((key, at) => [key, parts[at] ?? '']));
}

function number(values: ReadonlyMap<string, string>, name: string): number {
  return required(plainNumber(values.get(name) ?? ''), `number behind "${name}"`);
}

/** `Status Codes  [code:count]  0:5  200:95`. */
function statusCodes(text: string): Record<string, number> {
  const line = required(/^Status Codes\s+\[code:count\]\s+(.*)$/m.exec(text)?.[1], 'line "Status Codes"');
  return Object.fromEntries([...line.matchAll(/(\d+):(\d+)/g)].map(([, code = '', times]) => [code, Number(times)]));
}
