import type { StopRule } from '../../model/config.js';
import type { LoadTick } from '../../model/recording.js';
import { formatLatency } from '../../report/format.js';
import { sparkline } from '../../report/glyphs.js';
import { binLines } from '../../report/latency-bars.js';
import { formatCount } from '../../units/rate.js';
import type { Activity } from './activity.js';
import { barLine } from './bar-line.js';
import type { FrameLook } from './look.js';
import { type Line, lineOf, span } from './spans.js';
import { join, seconds, throughput } from './words.js';

/** The lines before the bins, a blank one among them: a part of a distribution would pass for the whole. */
const LINES_ABOVE_BINS = 6;

/** A load while it runs: how far it is, its rate, the latencies of the last second, what failed and waits, and all latencies. */
export function loadView(
  { tick, throughputPerSec, rates, tailsNs }: Extract<Activity, { kind: 'loading' }>,
  stop: StopRule | null,
  look: Pick<FrameLook, 'columns' | 'rows' | 'unicode'>,
): Line[] {
  const { columns, rows, unicode } = look;
  const bins = binLines(tick.distribution, { width: columns - 1, unicode });
  const hasRoom = bins.length > 0 && bins.length + LINES_ABOVE_BINS <= rows;
  return [
    progressLine(tick, throughputPerSec, stop, look),
    labelled('now', `${throughput(throughputPerSec)}  ${sparkline(rates, unicode)}`),
    labelled('latency', lastSecond(tick)),
    ...(tailsNs.some((ns) => ns !== null) ? [labelled('p99', tailLine(tick, tailsNs, unicode))] : []),
    labelled('answers', join(`${formatCount(tick.ok)} ok`, `${formatCount(tick.failed)} failed`, waiting(tick))),
    ...(hasRoom ? [lineOf(''), ...bins.map((line) => lineOf(` ${line}`))] : []),
  ];
}

/** `p50 410us  p99 2.51ms  max 20.1ms`, without what too few answers support. */
export function lastSecond({ latency }: LoadTick): string {
  const figures = [
    ['p50', latency.p50Ns],
    ['p99', latency.p99Ns],
    ['max', latency.maxNs],
  ] as const;
  return join(...figures.map(([name, ns]) => (ns === null ? '' : `${name} ${formatLatency(ns / 1000)}`)));
}

/** How far a load is, from 0 to 1, and how long it will still take at this rate; null where nothing tells. */
export function loadExtent(tick: LoadTick, perSec: number, stop: StopRule | null) {
  if (stop === null) return { share: 0, leftMs: null, words: seconds(tick.elapsedMs) };
  if (stop.kind === 'duration') {
    return {
      share: Math.min(1, tick.elapsedMs / stop.durationMs),
      leftMs: Math.max(0, stop.durationMs - tick.elapsedMs),
      words: `${seconds(tick.elapsedMs)} of ${seconds(stop.durationMs)}`,
    };
  }
  const done = tick.ok + tick.failed;
  return {
    share: Math.min(1, done / stop.requests),
    leftMs: perSec > 0 ? (Math.max(0, stop.requests - done) / perSec) * 1000 : null,
    words: `${formatCount(done)} of ${formatCount(stop.requests)} requests`,
  };
}

function progressLine(
  tick: LoadTick,
  perSec: number,
  stop: StopRule | null,
  look: Pick<FrameLook, 'columns' | 'unicode'>,
): Line {
  const { share, leftMs, words } = loadExtent(tick, perSec, stop);
  const whole = join(words, leftMs === null ? '' : `${seconds(leftMs)} left`);
  return barLine(share, whole, { ...look, indent: ' ' });
}

/** The slowest seconds stand out. */
function tailLine(tick: LoadTick, tailsNs: readonly (number | null)[], unicode: boolean): string {
  const last = tick.latency.p99Ns === null ? '' : formatLatency(tick.latency.p99Ns / 1000);
  return join(last, sparkline(tailsNs, unicode));
}

function waiting({ inFlight, backlog }: LoadTick): string {
  return join(`${formatCount(inFlight)} in flight`, backlog > 0 ? `${formatCount(backlog)} waiting` : '');
}

function labelled(label: string, text: string): Line {
  return [span(` ${label.padEnd(8)}`, 'faint'), span(` ${text}`)];
}
