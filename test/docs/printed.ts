/** Stands for any number of lines that a document leaves out. */
export const LEFT_OUT = '...';

/** What a document shows a command to print, and what it printed, line by line. */
export interface Printed {
  readonly shown: readonly string[];
  readonly printed: readonly string[];
}

/** Statuses are no measurements. */
const NUMBER =
  /(?<![\w.-])(?<!status )(?:\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?(?:[kMG]| ?(?:us|ms|s|m|h|B|kB|KB|MB|GB|%))?(?!\w)/g;
/** Drawn only where the numbers leave something to draw. */
const DRAWING = /^ (?:distribution|percentiles|over time) /;
/** What stands there only of enough answers. */
const RARE = /^(?:p\d+(?:, p\d+)* n\/a|N n\/a|p(?!50 )\d+ N|# p99 N to N)/;
/** Some are of a machine or a moment. */
const REMARK = /^ [!·] /;
const GOES_ON = /^ {3}/;

/** Both without what no two calls have in common: dates, ids of runs. */
export function exactly({ shown, printed }: Printed): Printed {
  const withoutChance = (line: string): string =>
    line.replace(/^< date: .*/, '< date: <date>').replace(/\b\d{8}-\d{4}-[0-9a-f]{4}\b/g, '<id>');
  return { shown: shown.map(withoutChance), printed: printed.map(withoutChance) };
}

/**
 * Both as their words, in their order: every measured number is N, whatever its unit, every drawing #. Lines that then say the
 * same as the one before are one, as a distribution has as many as there are bins. Drawings count where both have them, remarks
 * where they are shown; a shortened load has too few answers for what is rarest.
 */
export function byShape({ shown, printed }: Printed, isShortened: boolean): Printed {
  const drawings = drawingsOf(shown).filter((one) => drawingsOf(printed).includes(one));
  const remarks = shown.filter((line) => REMARK.test(line)).map(wordsOf);
  const shapeOf = (lines: readonly string[]): string[] =>
    withoutParts(lines, (line) =>
      DRAWING.test(line) ? !drawings.includes(drawingOf(line)) : REMARK.test(line) && !remarks.includes(wordsOf(line)),
    )
      .map((line) => (isShortened ? wordsOf(line).replace(/(?:, p\d+ N)+/, '') : wordsOf(line)))
      .filter((line) => line !== '' && !(isShortened && RARE.test(line)))
      .filter((line, index, all) => line !== all[index - 1]);
  return { shown: shapeOf(shown), printed: shapeOf(printed) };
}

/** Without the parts that begin with such lines, and what goes on with them. */
function withoutParts(lines: readonly string[], isLeftOut: (line: string) => boolean): string[] {
  let isOut = false;
  return lines.filter((line) => {
    isOut = isLeftOut(line) || (isOut && GOES_ON.test(line));
    return !isOut;
  });
}

function drawingsOf(lines: readonly string[]): string[] {
  return lines.filter((line) => DRAWING.test(line)).map(drawingOf);
}

function drawingOf(line: string): string {
  return DRAWING.exec(line)?.[0] ?? '';
}

function wordsOf(line: string): string {
  return line
    .replace(/\b(node|linux) \d[\w.-]*/g, '$1 <version>')
    .replace(/[\u2581-\u258f_]*[\u2581-\u258f][\u2581-\u258f_]*/g, '#')
    .replace(NUMBER, 'N')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ #$/, '')
    .replace(/^N(?: N)+$/, 'N');
}

/** The first lines that are shown and not printed at their place; null: everything is as it is shown. */
export function notPrinted({ shown, printed }: Printed): readonly string[] | null {
  const parts = partsBetween(shown);
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const last = printed.length - part.length;
    const first = index === parts.length - 1 ? last : from;
    const until = index === 0 ? from : last;
    const at = range(Math.max(first, from), until).find((start) =>
      part.every((line, i) => printed[start + i] === line),
    );
    if (at === undefined) return part;
    from = at + part.length;
  }
  return null;
}

/** Whether only parts of what is printed are shown. */
export function leavesOut(shown: readonly string[]): boolean {
  return shown.some((line) => line.trim() === LEFT_OUT);
}

/** What stands between lines that are left out. */
function partsBetween(lines: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === LEFT_OUT) parts.push([]);
    else parts.at(-1)!.push(line);
  }
  return parts;
}

function range(from: number, until: number): number[] {
  return Array.from({ length: Math.max(0, until - from + 1) }, (_, index) => from + index);
}
