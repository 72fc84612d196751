import { suggestion } from '../../units/nearest.js';
import { accept, type Parsed, reject } from '../parsers.js';

/** Text in which `{{...}}` stands for what is filled in later. */
export type TemplateText = readonly (string | Expression)[];

/** A placeholder as it was written. */
export interface Expression {
  /** With its braces. */
  readonly text: string;
  readonly expression: string;
}

/** What a placeholder means. */
export type Meaning =
  | { readonly kind: 'seq' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'integer'; readonly from: number; readonly to: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'column'; readonly name: string };

/** How two braces are written where they are meant as such. */
export const LITERAL_BRACES = "{{'{{'}}";

const PLACEHOLDER = /\{\{([^{}]*|'\{\{')\}\}/g;
const MOST = Number.MAX_SAFE_INTEGER;

/** Splits text at its placeholders. */
export function parsePlaceholders(text: string): Parsed<TemplateText> {
  const parts: (string | Expression)[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const literal = text.slice(from, match.index);
    if (literal.includes('{{')) return unclosed();
    from = match.index + match[0].length;
    parts.push(literal, match[0] === LITERAL_BRACES ? '{{' : { text: match[0], expression: match[1]!.trim() });
  }
  const rest = text.slice(from);
  if (rest.includes('{{')) return unclosed();
  return accept(joined([...parts, rest]));
}

/** What an expression means beside these columns, whose names win. */
export function meaningOf({ text, expression }: Expression, columns: readonly string[] | null): Parsed<Meaning> {
  if (columns?.includes(expression)) return accept({ kind: 'column', name: expression });
  if (expression === 'seq' || expression === 'uuid') return accept({ kind: expression });
  const random = /^random(?::(.*))?$/.exec(expression);
  if (random !== null) return randomMeaning(text, random[1] ?? '');
  const known = [...(columns ?? []), 'seq', 'uuid', 'random'];
  const otherwise =
    columns === null
      ? `there is no --data; without it there are seq, uuid and random:1..100, and ${LITERAL_BRACES} for two braces`
      : `columns: ${columns.join(', ')}; beside them seq, uuid and random:1..100`;
  return reject(`has an unknown placeholder ${text}`, suggestion(expression, known, otherwise));
}

function randomMeaning(text: string, argument: string): Parsed<Meaning> {
  const hint = 'write it like {{random:1..100}} or {{random:red|green|blue}}';
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(argument);
  if (range !== null) {
    const from = Number(range[1]);
    const to = Number(range[2]);
    if (from <= to && to - from < MOST && Math.max(Math.abs(from), Math.abs(to)) <= MOST) {
      return accept({ kind: 'integer', from, to });
    }
    return reject(`has no number in the range of ${text}`, 'the smaller number comes first');
  }
  const choices = argument.split('|');
  return choices.length > 1 ? accept({ kind: 'choice', choices }) : reject(`cannot read ${text}`, hint);
}

function joined(parts: TemplateText): TemplateText {
  const result: (string | Expression)[] = [];
  for (const part of parts) {
    const last = result[result.length - 1];
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else if (part !== '') result.push(part);
  }
  return result;
}

function unclosed(): Parsed<never> {
  return reject('has {{ without a placeholder behind it', `two braces that are meant as such are ${LITERAL_BRACES}`);
}
