import type { ErrorKind, ErrorSample } from '../../model/recording.js';

/** What a message says, by its words; the first that fits. */
const KINDS: readonly (readonly [RegExp, ErrorKind])[] = [
  [/\btls\b|certificate|x509|handshake/i, 'tls'],
  [
    /refused|dial|no such host|no route|unreachable|\bdns\b|lookup|resolve|connect(?:ion)? (?:error|timed? ?out)/i,
    'connect',
  ],
  [/time(?:d )?[ -]?out|deadline/i, 'timeout'],
  [/\bwrite\b|broken pipe/i, 'write'],
  [/malformed|protocol|parse|invalid/i, 'protocol'],
];

/** The kind of a failure that another tool tells in words; what no words say was lost on its way. */
export function kindOfMessage(message: string): ErrorKind {
  return KINDS.find(([words]) => words.test(message))?.[1] ?? 'read';
}

/** Messages and how often each came, by frequency, with their kinds. */
export function samplesOf(counts: readonly (readonly [message: string, count: number])[]): ErrorSample[] {
  return counts
    .filter(([, count]) => count > 0)
    .map(([message, count]) => ({ kind: kindOfMessage(message), message, count }))
    .sort((a, b) => b.count - a.count);
}

/** The most frequent, as many as a report has. */
export function topOf(samples: readonly ErrorSample[]): ErrorSample[] {
  return samples.slice(0, 10);
}

/** How many of each kind, none of what is not among them. */
export function countByKind(
  samples: readonly ErrorSample[],
): Record<Exclude<ErrorKind, 'status' | 'mismatch'>, number> {
  const counted = { connect: 0, tls: 0, read: 0, write: 0, timeout: 0, protocol: 0 };
  for (const { kind, count } of samples) if (kind !== 'status' && kind !== 'mismatch') counted[kind] += count;
  return counted;
}
