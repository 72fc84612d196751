import { wrapText } from '../report/wrap.js';
import type { HelpDetails, HelpRow } from './help-details.js';

const USUAL_WIDTH = 80;

/** What stands below the options of a command: examples, exit codes, environment and where to read on. */
export function pageFoot(
  examples: readonly string[],
  { exitCodes = [], environment = [], seeAlso }: Partial<HelpDetails> & Pick<HelpDetails, 'seeAlso'>,
  width = USUAL_WIDTH,
): string {
  return [
    section('Examples', examples.map(indented)),
    section('Exit codes', rows(exitCodes, width)),
    section('Environment', rows(environment, width)),
    section('See also', wrapText('  ', seeAlso.join(', '), width)),
  ]
    .join('')
    .trimEnd();
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}:\n${lines.join('\n')}\n`;
}

/** Commands stay whole, as they can be copied. */
function indented(line: string): string {
  return `  ${line}`;
}

function rows(all: readonly HelpRow[], width: number): string[] {
  const longest = Math.max(...all.map(([word]) => word.length));
  return all.flatMap(([word, meaning]) => wrapText(`  ${word.padEnd(longest)}  `, meaning, width));
}
