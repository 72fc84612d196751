import { plural } from '../units/words.js';
import type { Rule } from './rule.js';

/** What is known of a server beside its address. */
export interface Surroundings {
  readonly dataDir?: string | null;
  readonly rssBytesOf?: ((pid: number) => number | null) | null;
}

const REASONS = {
  folder: 'files can only be laid into the folder of a bundled target',
  process: 'only a server that perfcmp started has a process to look at',
} as const satisfies Record<NonNullable<Rule['requires']>, string>;

/** Leaves out the rules that cannot be held here, and says so: what was not asked must not look as if it were kept. */
export function leaveOut(
  rules: readonly Rule[],
  { dataDir = null, rssBytesOf = null }: Surroundings,
): { readonly rules: readonly Rule[]; readonly notes: readonly string[] } {
  const has = { folder: dataDir !== null, process: rssBytesOf !== null };
  const notes = (Object.keys(REASONS) as (keyof typeof REASONS)[]).flatMap((what) => {
    const left = rules.filter(({ requires }) => requires === what && !has[what]);
    if (left.length === 0) return [];
    const endpoints = [...new Set(left.map(({ endpoint }) => endpoint))].join(', ');
    return [`${plural(left.length, 'rule')} of ${endpoints} not held: ${REASONS[what]}`];
  });
  return { rules: rules.filter(({ requires }) => requires === undefined || has[requires]), notes };
}
