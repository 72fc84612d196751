// Runs the compiled tests with node's own runner. `--unit` leaves out what starts whole programs; other words filter paths.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const unitOnly = args.includes('--unit');
const filters = args.filter((arg) => !arg.startsWith('--'));
const SLOW_AREAS = ['cli', 'e2e'];

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => !unitOnly || !SLOW_AREAS.some((area) => file.startsWith(`${area}/`)))
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  .sort()
  .map((file) => relative(process.cwd(), join(root, file)));

if (files.length === 0) {
  process.stderr.write(`no test file matches: ${filters.join(' ')}\n`);
  process.exit(1);
}

// One file at a time: the tests measure, and two of them on two cores would measure each other.
const runner = spawn(
  process.execPath,
  ['--test', '--test-concurrency=1', '--test-timeout=180000', '--enable-source-maps', ...files],
  { stdio: 'inherit' },
);
runner.on('exit', (code) => process.exit(code ?? 1));
