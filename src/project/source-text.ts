/** A source twice, at its own length: what stands at a place of one stands there in the other. */
export interface SourceText {
  /** Without comments. */
  readonly text: string;
  /** Without what strings hold, too: each bracket in it is one of code. */
  readonly structure: string;
}

/** A part of a source. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A call on something: `.get('/items', list)`. */
export interface Call extends Span {
  readonly method: string;
  /** Each argument; the call itself ends behind its bracket. */
  readonly args: readonly Span[];
}

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//;
const QUOTED = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/;
/** After what cannot be divided. */
const PATTERN = /(?<=[(,=:[!&|?{};]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//;
const TOKEN = new RegExp(`${COMMENT.source}|${QUOTED.source}|${PATTERN.source}`, 'g');
const CALL = /\s*[?!]?\s*\.\s*(\w+)\s*(?:<[^()]*>)?\s*\(/y;

export function sourceText(source: string): SourceText {
  const blank = (token: string): string => ' '.repeat(token.length);
  const isComment = (token: string): boolean => token.startsWith('//') || token.startsWith('/*');
  const text = source.replace(TOKEN, (token) => (isComment(token) ? blank(token) : token));
  const structure = source.replace(TOKEN, (token) =>
    isComment(token) ? blank(token) : `${token[0]}${blank(token.slice(2))}${token.at(-1)}`,
  );
  return { text, structure };
}

/** What is called one after the other from a place on: `.route('/a').get(list)`. */
export function callsFrom({ structure }: SourceText, place: number): readonly Call[] {
  const calls: Call[] = [];
  let next = place;
  for (;;) {
    CALL.lastIndex = next;
    const found = CALL.exec(structure);
    if (found === null) return calls;
    const open = CALL.lastIndex - 1;
    const close = closeOf(structure, open);
    calls.push({ method: found[1] ?? '', from: next, to: close + 1, args: argumentsIn(structure, open + 1, close) });
    next = close + 1;
  }
}

/** Where the bracket that opens here is closed; where nothing closes it, the end. */
export function closeOf(structure: string, open: number): number {
  let depth = 0;
  for (let place = open; place < structure.length; place++) {
    const letter = structure[place]!;
    if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter) && --depth === 0) return place;
  }
  return structure.length;
}

function argumentsIn(structure: string, from: number, to: number): readonly Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let start = from;
  for (let place = from; place <= to; place++) {
    const letter = structure[place] ?? '';
    if (place === to || (letter === ',' && depth === 0)) {
      if (structure.slice(start, place).trim() !== '') spans.push({ from: start, to: place });
      start = place + 1;
    } else if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter)) depth--;
  }
  return spans;
}

/** The words of a part of it, without what is around them. */
export function wordsOf({ text }: SourceText, { from, to }: Span): string {
  return text.slice(from, to).trim();
}

/** What a string says that nothing is put into; null: it is something else. */
export function literalOf(words: string): string | null {
  const [, quote, content] = /^(['"`])([^'"`]*)\1$/.exec(words) ?? [];
  return content === undefined || (quote === '`' && content.includes('${')) ? null : content;
}
