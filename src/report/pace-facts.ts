import type { Measurement } from '../model/measurement.js';
import type { ReportProfile } from '../model/report.js';
import { formatDurationMs } from '../units/duration.js';
import { formatCount } from '../units/rate.js';
import { countText, formatLatency, formatMargin, formatPercent, formatPerSec } from './format.js';
import type { Fact } from './load-facts.js';

/** When the profile sends: `5 000 requests/sec`, `1 000 to 10 000 requests/sec, poisson`; empty in a closed loop. */
export function rateWords({ ratePerSec, arrivals }: ReportProfile): string {
  const [stage, ...more] = arrivals?.stages ?? [];
  const spacing = arrivals?.spacing === 'poisson' ? ', poisson' : '';
  if (stage === undefined) return ratePerSec === null ? '' : `${askedPerSec(ratePerSec)} requests/sec${spacing}`;
  if (more.length > 0) return `${more.length + 1} stages of ${extentWords(arrivals)} requests/sec${spacing}`;
  return `${spanWords(stage)} requests/sec${spacing}`;
}

/** What a rate is a share of; empty where it was asked for as it is. */
export function shareWords({ share }: ReportProfile): string {
  return share === undefined ? '' : `${formatMargin(share)} of what the slowest can do`;
}

/** Pause between an answer and the next request: `think 10ms`, `think 10ms to 50ms`; empty for none. */
export function thinkWords({ think }: ReportProfile): string {
  if (think === undefined) return '';
  const [least, most] = [formatDurationMs(think.minMs), formatDurationMs(think.maxMs)];
  return `think ${least === most ? least : `${least} to ${most}`}`;
}

/** What was asked of an open loop beside what it came to: arrivals come whatever the server does. */
export function rateFact(profile: ReportProfile | undefined, { arrivals, loadedSeconds }: Measurement): Fact[] {
  if (profile?.kind !== 'open') return [];
  const { ratePerSec } = profile;
  const asked = ratePerSec === null ? '' : `${askedPerSec(ratePerSec)} requests/sec asked${meanWords(profile)}`;
  if (arrivals === undefined || loadedSeconds === null || loadedSeconds === 0)
    return asked === '' ? [] : [{ label: 'rate', lines: [asked] }];
  const { due, unsent } = arrivals;
  const sent = due - unsent;
  const share = due === 0 ? '' : ` (${formatPercent(sent / due)})`;
  const words = `${formatPerSec(sent / loadedSeconds)} sent: ${formatCount(sent)} of ${formatCount(due)} arrivals${share}`;
  return [{ label: 'rate', lines: [asked === '' ? words : `${asked}, ${words}`] }];
}

/** How exactly arrivals left at their time. */
export function pacingFact({ arrivals }: Measurement): Fact[] {
  if (arrivals === undefined || arrivals.pacingUs.max === null) return [];
  const { p50, p99, max } = arrivals.pacingUs;
  const figures = [['p50', p50] as const, ['p99', p99] as const, ['max', max] as const].flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${formatLatency(value)}`],
  );
  return [{ label: 'pacing', lines: [`${figures.join(', ')} late, where a connection was free`] }];
}

/** How many arrivals had to wait. */
export function backlogFact(profile: ReportProfile | undefined, { backlog }: Measurement): Fact[] {
  if (profile?.kind !== 'open') return [];
  const { max, atEnd } = backlog;
  const line = `${countText(atEnd)} at the end, at most ${countText(max)} waited for a free connection`;
  return [{ label: 'backlog', lines: [max === 0 ? 'none: every request found a free connection' : line] }];
}

type Arrivals = NonNullable<ReportProfile['arrivals']>;

/** As it was asked for: 5 and not 5.00. */
function askedPerSec(perSec: number): string {
  return perSec < 100 ? String(Number(perSec.toPrecision(3))) : formatPerSec(perSec);
}

function spanWords({ fromPerSec, toPerSec }: Arrivals['stages'][number]): string {
  const [from, to] = [askedPerSec(fromPerSec), askedPerSec(toPerSec)];
  return from === to ? from : `${from} to ${to}`;
}

function extentWords(arrivals: ReportProfile['arrivals']): string {
  const rates = (arrivals?.stages ?? []).flatMap(({ fromPerSec, toPerSec }) => [fromPerSec, toPerSec]);
  return spanWords({ fromPerSec: Math.min(...rates), toPerSec: Math.max(...rates), durationMs: 0 });
}

function meanWords({ arrivals }: ReportProfile): string {
  const stages = arrivals?.stages ?? [];
  const isConstant = stages.length < 2 && stages.every(({ fromPerSec, toPerSec }) => fromPerSec === toPerSec);
  return isConstant ? '' : ' on average';
}
