import type { BombardierParts } from './bombardier.js';
import { Damage, required } from './damage.js';
import { goDurationUs, plainNumber, timeUs } from './numbers.js';

const NO_TIME =
  'how long it took is not in the text of bombardier, so there is no throughput; bombardier -o json tells it';
const ASKED_TIME = 'how long it took is not in the text of bombardier: throughput is over the time that was asked for';
const PERCENTILES = ['50', '75', '90', '95', '99'];

/** Whether a text holds what bombardier prints. */
export function isBombardierText(text: string): boolean {
  return /^Bombarding .* using \d+ connection/m.test(text) || /^Statistics +Avg +Stdev +Max/m.test(text);
}

/** Its text, as far as it goes; it rounds what its JSON has exactly. */
export function bombardierText(text: string): BombardierParts {
  const [, url = null, extent = '', connections = ''] =
    /^Bombarding (\S+) (.*) using (\d+) connection/m.exec(text) ?? [];
  const asked = /^for (\S+)$/.exec(extent)?.[1] ?? '';
  const askedUs = goDurationUs(asked);
  const latency = columns(text, 'Latency').map((value) => timeUs(value));
  const percentiles = PERCENTILES.map((percent) => {
    const [, value = ''] = new RegExp(`^ *${percent}% +(\\S+)$`, 'm').exec(text) ?? [];
    return [percent, timeUs(value)] as const;
  });
  return {
    url,
    method: null,
    connections: plainNumber(connections),
    ratePerSec: null,
    seconds: askedUs === null ? null : askedUs / 1e6,
    classes: classesOf(text),
    others: Number(required(/^ *others - (\d+)/m.exec(text)?.[1], 'line "others"')),
    errors: errorsOf(text),
    // Its throughput is of both ways together.
    bytes: { read: null, written: null },
    latency: latency.length === 0 ? null : { mean: latency[0] ?? null, max: latency[2] ?? null },
    percentiles: /^ *Latency Distribution/m.test(text) ? Object.fromEntries(percentiles) : null,
    perSec: perSecOf(text),
    notes: [askedUs === null ? NO_TIME : ASKED_TIME],
  };
}

function classesOf(text: string): BombardierParts['classes'] {
  const match = /^ *1xx - (\d+), 2xx - (\d+), 3xx - (\d+), 4xx - (\d+), 5xx - (\d+)/m.exec(text);
  if (match === null) throw new Damage('has no whole line "HTTP codes"', 'is it the whole output of bombardier?');
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = match.slice(1).map(Number);
  return [first, second, third, fourth, fifth];
}

/** Between `Errors:` and `Throughput:`, a message and its count a line. */
function errorsOf(text: string): [string, number][] {
  const lines = /^ *Errors:\n([\s\S]*?)(?:^ *Throughput:|$(?![\s\S]))/m.exec(text)?.[1] ?? '';
  return lines.split('\n').flatMap((line): [string, number][] => {
    const [, message = '', times = ''] = /^ *(.*\S) - (\d+)$/.exec(line) ?? [];
    return message === '' ? [] : [[message, Number(times)]];
  });
}

function perSecOf(text: string): BombardierParts['perSec'] {
  const [mean = '', , max = ''] = columns(text, 'Reqs/sec');
  return { mean: plainNumber(mean), max: plainNumber(max) };
}

/** Avg, Stdev and Max of a row. */
function columns(text: string, name: string): string[] {
  return new RegExp(`^ *${name} +(\\S+) +(\\S+) +(\\S+)$`, 'm').exec(text)?.slice(1) ?? [];
}
