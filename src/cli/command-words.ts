import { joinParameterWords } from './parameter-words.js';

/** Commands that start a server whose command line stands behind `--`. */
const STARTING = ['load', 'search'];
const SCANNING = ['run', 'gate', 'calibrate'];

/** The command line cut at the first `--`: what perfcmp reads, and what it only passes on; null where there is no `--`. */
export function splitCommandWords(argv: readonly string[]): {
  readonly own: readonly string[];
  readonly command: readonly string[] | null;
} {
  const at = STARTING.includes(argv[0] ?? '') ? argv.indexOf('--') : -1;
  if (at !== -1) return { own: argv.slice(0, at), command: argv.slice(at + 1) };
  return { own: SCANNING.includes(argv[0] ?? '') ? joinParameterWords(argv) : argv, command: null };
}
