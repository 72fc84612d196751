import type { NamedImport } from '../model/imported-result.js';
import type { Warning } from '../model/warning.js';
import { formatCount } from '../units/rate.js';
import { runWarning } from './warnings.js';

/** What must be known of imported results before anybody reads them as a comparison, and what each means otherwise. */
export function importWarnings(results: readonly NamedImport[]): Warning[] {
  return [...proofless(results), ...differing(results), ...notesOf(results), ...failuresOf(results)];
}

/** `imported`: single runs do not prove who is faster. */
function proofless(results: readonly NamedImport[]): Warning[] {
  const message =
    results.length === 1
      ? 'a single run of another tool: it does not show how much the next one would differ; perfcmp run does, with targets for what was loaded'
      : 'single runs of other tools: their order does not prove who is faster, as the next runs may turn it; perfcmp run with both as targets measures them in turn and says who is, and how sure that is';
  return [runWarning('imported', 'warn', message)];
}

const BY_TOOLS = 'by different tools: they differ in how much they can send, and in what they call latency';

/** `imported-differ`: other tools, or other loads, measure other things. */
function differing(results: readonly NamedImport[]): Warning[] {
  const tools = new Set(results.map(({ result }) => result.tool));
  const told = (of: (named: NamedImport) => number | null, unit: string): string[] => {
    const known = results.flatMap((named) => {
      const value = of(named);
      return value === null ? [] : [{ name: named.name, words: formatCount(value) }];
    });
    // What reads the same is the same: some tools tell the rate that came of the one that was asked for.
    if (new Set(known.map(({ words }) => words)).size < 2) return [];
    return [`${unit}: ${known.map(({ name, words }) => `${name} ${words}`).join(', ')}`];
  };
  const closed = ({ result }: NamedImport): boolean => result.load.kind === 'closed';
  const loads = [
    ...told((named) => (closed(named) ? named.result.load.connections : null), 'connections'),
    ...told((named) => named.result.load.pipelining, 'requests in flight on a connection'),
    ...told((named) => named.result.load.virtualUsers, 'virtual users'),
    ...told((named) => named.result.load.ratePerSec, 'requests a second'),
  ];
  return [
    ...(loads.length === 0 ? [] : [runWarning('imported-differ', 'warn', `loaded differently: ${loads.join('; ')}`)]),
    ...(tools.size < 2 ? [] : [runWarning('imported-differ', 'warn', BY_TOOLS)]),
  ];
}

/** `imported-note`: where a tool's number means something else, said once for each tool. */
function notesOf(results: readonly NamedImport[]): Warning[] {
  return results.flatMap(({ name, result }) =>
    result.notes.map((note) => runWarning('imported-note', 'note', note, { target: name })),
  );
}

/** `errors`: what failed spoils a throughput here as anywhere. */
function failuresOf(results: readonly NamedImport[]): Warning[] {
  return results.flatMap(({ name, result: { requests, errors } }) => {
    const attempts = (errors.connect ?? 0) + (errors.tls ?? 0);
    const failed = (requests.failed ?? 0) + attempts;
    if (failed === 0) return [];
    if (requests.ok === 0) {
      const message = `nothing was answered as expected: ${formatCount(failed)} requests failed`;
      return [runWarning('answers-failed', 'warn', message, { target: name })];
    }
    return [runWarning('errors', 'warn', `${formatCount(failed)} requests failed`, { target: name })];
  });
}
