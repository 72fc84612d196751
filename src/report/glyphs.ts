const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const;
const LEVELS = { unicode: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'], ascii: ['.', ':', '-', '=', '+', '*', '#', '@'] };
const NOTHING = '_';

/** A bar for a share from 0 to 1 of the width; what is more than nothing shows, however little it is. */
export function bar(share: number, width: number, unicode: boolean): string {
  if (share <= 0) return '';
  if (!unicode) return '#'.repeat(Math.round(share * width)) || ':';
  const eighths = Math.max(1, Math.round(share * width * 8));
  return `${'█'.repeat(Math.floor(eighths / 8))}${EIGHTHS[(eighths % 8) - 1] ?? ''}`;
}

/** One character a value on a scale from 0 to the largest; a gap where there is no value. */
export function sparkline(values: readonly (number | null)[], unicode: boolean): string {
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  const levels = unicode ? LEVELS.unicode : LEVELS.ascii;
  return values
    .map((value) => {
      if (value === null) return ' ';
      if (value <= 0) return NOTHING;
      return levels[Math.max(0, Math.ceil((value / largest) * levels.length) - 1)] ?? NOTHING;
    })
    .join('');
}

/** At most so many groups of successive values, each of the same size but the last. */
export function grouped<T>(values: readonly T[], most: number): { readonly size: number; readonly groups: T[][] } {
  const size = Math.max(1, Math.ceil(values.length / most));
  const count = Math.ceil(values.length / size);
  return { size, groups: Array.from({ length: count }, (_, at) => values.slice(at * size, (at + 1) * size)) };
}
