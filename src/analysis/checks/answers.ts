import type { CountedMeasurement, Measurement } from '../../model/measurement.js';
import { describeError, type ErrorSample } from '../../model/recording.js';
import type { Warning } from '../../model/warning.js';
import { formatCount } from '../../units/rate.js';
import { mergeCounts } from '../merge-recordings.js';
import { percent, runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

/** Failures above this share make throughput a number about something else. */
const FAILED_LIMIT = 0.001;
const SIZE_TOLERANCE = 0.05;
const SIZE_DRIFT = 0.01;

/** `errors`, `answers-failed`, `connect-failed`: what did not come back as it should. */
export function checkFailures(measurement: CountedMeasurement, unansweredHint: string | null = null): Warning[] {
  const { sent, ok, failed } = measurement.requests;
  const attempts = measurement.errors.connect + measurement.errors.tls;
  const warnings: Warning[] = [];
  if (attempts > 0) {
    const message = `${formatCount(attempts)} attempts to connect failed`;
    warnings.push(runWarning('connect-failed', 'warn', message, measurement));
  }
  if (ok === 0 && (sent > 0 || attempts > 0)) {
    const outcome =
      sent === 0 ? 'no request could be sent' : `none of ${formatCount(sent)} requests was answered as expected`;
    const top = sent === 0 ? measurement.topErrors[0] : mostFrequentOfRequests(measurement);
    const message = [`${outcome}${mostOften(top)}`, ...(unansweredHint === null ? [] : [unansweredHint])].join('; ');
    warnings.push(runWarning('answers-failed', 'invalid', message, measurement));
  } else if (failed > 0) {
    const message = `${formatCount(failed)} of ${formatCount(sent)} requests failed (${percent(failed / sent)})${mostOften(mostFrequentOfRequests(measurement))}`;
    warnings.push(runWarning('errors', failed / sent > FAILED_LIMIT ? 'invalid' : 'warn', message, measurement));
  }
  return warnings;
}

/** `wrong-answers`: only a sample is looked into, so those found wrong stand for many that were counted as right. */
export function checkSampledAnswers({ all, cell }: CheckedCell): Warning[] {
  const { sampled, sampledWrong } = mergeCounts(all.map(({ recording }) => recording));
  if (sampledWrong <= FAILED_LIMIT * sampled) return [];
  const message = `answers wrongly under load: ${formatCount(sampledWrong)} of the ${formatCount(sampled)} answers that were looked into (${percent(sampledWrong / sampled)})`;
  return [runWarning('wrong-answers', 'invalid', message, cell)];
}

/** Attempts to connect are no requests, and may be many more than those that failed. */
function mostFrequentOfRequests({ topErrors }: Measurement): ErrorSample | undefined {
  return topErrors.find(({ kind }) => kind !== 'connect' && kind !== 'tls');
}

function mostOften(top: ErrorSample | undefined): string {
  return top === undefined ? '' : `, most often ${describeError(top)}`;
}

/** `unequal-answers`: the sides did not do the same work. */
export function checkEqualAnswers(baseline: CountedMeasurement, target: CountedMeasurement): Warning[] {
  const body = sizeDifference(baseline.bytes.bodyPerResponse, target.bytes.bodyPerResponse);
  if (body !== null) {
    const message = `bodies of ${body} bytes: not the same work`;
    return [runWarning('unequal-answers', 'warn', message, target)];
  }
  const whole = sizeDifference(bytesPerAnswer(baseline), bytesPerAnswer(target));
  if (whole === null) return [];
  // Frameworks differ in headers by design, so this is for information.
  return [runWarning('unequal-answers', 'note', `answers of ${whole} bytes, headers included`, target)];
}

function bytesPerAnswer({ bytes, requests }: CountedMeasurement): number | null {
  return requests.ok > 0 ? bytes.read / requests.ok : null;
}

function sizeDifference(baseline: number | null, target: number | null): string | null {
  if (baseline === null || target === null) return null;
  if (Math.abs(target - baseline) <= SIZE_TOLERANCE * Math.max(baseline, target)) return null;
  return `${Math.round(target)} against the baseline's ${Math.round(baseline)}`;
}

/** `body-size-changed`: a server that began to answer something shorter, or longer, after a while. */
export function checkBodySize(checked: CheckedCell): Warning[] {
  const scenario = checked.facts.plan.scenarios.find(({ name }) => name === checked.cell.scenario);
  // Different requests have different answers, and a slice holds a different mix of them each time. That of one request
  // holds the digits of one measurement.
  if (scenario === undefined || scenario.isBatch || scenario.source.kind === 'made') return [];
  if (scenario.source.requests.length > 1) return [];
  const answered = checked.all.filter((slice) => slice.recording.window.ok > 0);
  const first = answered.filter((slice) => slice.launch === answered[0]?.launch);
  const bytes = (slices: typeof answered): number =>
    slices.reduce((total, { recording }) => total + recording.window.bodyBytes, 0) /
    slices.reduce((total, { recording }) => total + recording.window.ok, 0);
  const expected = bytes(first);
  const changed = answered.filter((slice) => Math.abs(bytes([slice]) - expected) > SIZE_DRIFT * expected);
  if (changed.length === 0) return [];
  const message = `bodies changed their size in ${changed.length} of ${answered.length} slices, from ${Math.round(expected)} to ${Math.round(bytes(changed))} bytes`;
  return [runWarning('body-size-changed', 'warn', message, checked.cell)];
}
