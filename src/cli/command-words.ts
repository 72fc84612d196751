/** Commands that start a server whose command line stands behind `--`. */
const STARTING = ['load', 'search'];

/** The command line cut at the first `--`: what perfcmp reads, and what it only passes on; null where there is no `--`. */
export function splitCommandWords(argv: readonly string[]): {
  readonly own: readonly string[];
  readonly command: readonly string[] | null;
} {
  const at = STARTING.includes(argv[0] ?? '') ? argv.indexOf('--') : -1;
  return at === -1 ? { own: argv, command: null } : { own: argv.slice(0, at), command: argv.slice(at + 1) };
}
