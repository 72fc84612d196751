const TELLING = /error|exception|panic|fatal|cannot|could not|denied|not found|no such|caused by|failed/i;
const FRAME = /^(?:npm (?:error|ERR!))?\s*(at |\.\.\. \d+ more|\.\.\.$|\^|File ".*", line \d|\d+: +0x)/;
const GAP = '...';

/**
 * Of the lines of a log at most so many: the last that speak of an error, then the end, then stacks from their top.
 * What lies between is marked by dots, which are not counted.
 */
export function tellingLines(lines: readonly string[], count: number): string[] {
  if (lines.length <= count) return [...lines];
  const places = lines.map((_, index) => index);
  const isFrame = (index: number) => FRAME.test(lines[index] ?? '');
  const plain = places.filter((index) => !isFrame(index));
  const telling = plain.filter((index) => TELLING.test(lines[index] ?? ''));
  const wanted = [...telling.slice(-Math.ceil(count / 2)), ...plain.toReversed(), ...places.filter(isFrame)];
  const chosen = [...new Set(wanted)].slice(0, count).sort((left, right) => left - right);
  return chosen.flatMap((index, at) => {
    const before = chosen[at - 1] ?? index - 1;
    return index - before > 1 ? [GAP, lines[index] ?? ''] : [lines[index] ?? ''];
  });
}
