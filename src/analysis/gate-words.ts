import type { Estimate } from '../model/comparison.js';
import type { GateCheck } from '../model/gate.js';
import { limitText, METRIC_TEXTS, ratioText } from '../units/figures.js';

/** A check before its message is written. */
export type UnwordedCheck = Omit<GateCheck, 'message'> & {
  /** Why it is no more than it is; null where the numbers say it. */
  readonly reason: string | null;
};

/** `0.86x [0.84, 0.88], allowed -5 %, confirmed by 0.87x [0.85, 0.89] in 6 fresh launches`. */
export function withMessage({ reason, doubts, ...check }: UnwordedCheck): GateCheck {
  const numbers = [numbersOf(check), allowedText(check), confirmationText(check)]
    .filter((text) => text !== '')
    .join(', ');
  const parts = check.status === 'invalid' ? [reason, numbers] : [numbers, reason];
  // What nobody decided nobody can doubt.
  const isDoubted = doubts !== undefined && (check.status === 'pass' || check.status === 'fail');
  return { ...check, ...(isDoubted && { doubts }), message: parts.filter((text) => text !== null).join('; ') };
}

/** `allowed -5 %`, `max 25.0ms`. */
function allowedText(check: Pick<GateCheck, 'metric' | 'limit'>): string {
  return `${check.limit.kind === 'regression' ? 'allowed ' : ''}${limitText(check)}`;
}

/** What was judged; empty where there is no number. */
function numbersOf({ metric, limit, estimate }: Omit<UnwordedCheck, 'reason'>): string {
  if (estimate.value === null) return '';
  return limit.kind === 'regression' ? ratioOf(estimate) : valueText(metric, estimate);
}

function valueText(metric: GateCheck['metric'], { value, lower, upper }: Estimate): string {
  const text = METRIC_TEXTS[metric];
  if (value === null) return '';
  return lower === null || upper === null ? text(value) : `${text(value)} [${text(lower)}, ${text(upper)}]`;
}

function confirmationText({ status, confirmed, confirmation }: Omit<UnwordedCheck, 'reason'>): string {
  if (confirmation === null) return '';
  const seen = `${ratioOf(confirmation.ratio)} in ${confirmation.launches} fresh launches`;
  if (status === 'invalid') return `then ${seen}`;
  return confirmed ? `confirmed by ${seen}` : `not confirmed: ${seen}`;
}

/** `0.93x [0.91, 0.95]`. */
export function ratioOf({ value, lower, upper }: Estimate): string {
  return value === null ? 'nothing' : ratioText({ value, lower, upper });
}
