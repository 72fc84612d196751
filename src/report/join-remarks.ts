import type { Warning } from '../model/warning.js';
import { nameList } from './name-list.js';

/** Something to be said of a target, or of all where there is none. */
export interface Remark {
  readonly level: Warning['level'];
  /** Only remarks of one kind are joined. */
  readonly kind: string;
  readonly target: string | null;
  readonly message: string;
  /** Of the warning that it is; absent where it is none. */
  readonly code?: string;
}

/** Remarks that became one line. */
export type JoinedRemark = Pick<Remark, 'level' | 'code'> & { readonly text: string };

/** Groups of three digits, and decimals. */
const NUMBER = /\d{1,3}(?: \d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?/g;
/** More numbers than this are told by their ends. */
const MOST_NUMBERS = 3;

/**
 * One line for remarks that differ in nothing but their targets and their numbers, in the order of the first of each; `all`
 * targets that there are let many be told by the few that are missing.
 */
export function joinRemarks(remarks: readonly Remark[], all: readonly string[] = []): JoinedRemark[] {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const { level, kind, target, message } = remark;
    const words = target === null ? message : message.replace(NUMBER, '0');
    const key = JSON.stringify([level, kind, target === null, words]);
    const group = groups.get(key) ?? [];
    const isSaid = group.some((said) => said.target === target && said.message === message);
    if (!isSaid) groups.set(key, [...group, remark]);
  }
  return [...groups.values()].map((group) => {
    const targets = [...new Set(group.flatMap(({ target }) => target ?? []))];
    const [first] = group;
    const message = joinMessages(group.map((remark) => remark.message));
    const code = first?.code;
    const of = { level: first?.level ?? 'note', ...(code !== undefined && { code }) };
    return { ...of, text: `${targets.length > 0 ? `${nameList(targets, all)}: ` : ''}${message}` };
  });
}

/** The words of the first, with the numbers of all where these differ: in the order of the targets, or from least to most. */
function joinMessages(messages: readonly string[]): string {
  const numbers = messages.map((message) => message.match(NUMBER) ?? []);
  let at = 0;
  return (messages[0] ?? '').replace(NUMBER, () => {
    const own = numbers.map((some) => some[at] ?? '');
    at += 1;
    const different = [...new Set(own)];
    if (different.length === 1) return own[0] ?? '';
    if (own.length <= MOST_NUMBERS) return own.join(' / ');
    const ordered = different.sort((a, b) => numberOf(a) - numberOf(b));
    return `${ordered[0]} to ${ordered.at(-1)}`;
  });
}

function numberOf(number: string): number {
  return Number(number.replaceAll(' ', ''));
}
