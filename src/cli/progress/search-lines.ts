import type { RunEvent } from '../../model/events.js';
import { formatLatency } from '../../report/format.js';
import { formatCount } from '../../units/rate.js';
import { plural } from '../../units/words.js';
import { join, seconds, throughput } from './words.js';

/** What the closed loop came to, and how long the rest will take. */
export function searchPlanLine(event: Extract<RunEvent, { kind: 'search-planned' }>): string {
  const { capacityPerSec, estimatedSeconds } = event;
  const capacity = capacityPerSec === null ? '' : `${throughput(capacityPerSec)} without a rate; `;
  return `${capacity}about ${seconds(estimatedSeconds * 1000)} to go`;
}

/** One load of a step, and how it went where anything is asked of it. */
export function searchStepLine(event: Extract<RunEvent, { kind: 'search-step' }>): string {
  const { point, isJudged, elapsedMs } = event;
  const { ratePerSec, connections, runs } = point;
  const run = runs[runs.length - 1];
  if (run === undefined) return '';
  const asked = ratePerSec === null ? plural(connections, 'connection') : `${formatCount(ratePerSec)}/s`;
  const again = runs.length > 1 ? ` again (${runs.length})` : '';
  const outcome = run.verdict === 'kept' ? 'kept' : `broke ${run.broke.join(', ')}`;
  const limit = run.verdict === 'generator' ? '; the load generator was the limit' : '';
  return join(
    seconds(elapsedMs),
    `${asked}${again}:`,
    throughput(run.throughputPerSec),
    run.p50Us === null ? '' : `p50 ${formatLatency(run.p50Us)}`,
    run.p99Us === null ? '' : `p99 ${formatLatency(run.p99Us)}`,
    isJudged ? `${outcome}${limit}` : '',
  );
}
