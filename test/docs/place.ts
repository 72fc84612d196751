import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/model/report.js';
import { perfcmpHere } from '../cli/harness.js';
import { EARLIER, LATER } from '../helpers/diff-cases.js';
import { IMPORT_FIXTURES } from '../helpers/imports.js';
import { shellWords } from './commands.js';
import { startServers } from './servers.js';
import { perfcmpWords } from './shown-blocks.js';

/** Where commands of documents are run: with the files and servers that they speak of, and a store of its own. */
export interface Place {
  /** Makes everything as it was at first. */
  readonly tidy: () => void;
  readonly run: (line: string, folder: string | null) => Promise<Ended>;
  readonly leave: () => Promise<void>;
}

/** What a command came to: what both its streams said, with the ports and folders of documents. */
export interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

/** Results of other tools, by the names that documents give them. */
const RESULTS = {
  'wrk.txt': 'wrk.txt',
  'before.txt': 'wrk.txt',
  'after.txt': 'hey.txt',
  'oha.json': 'oha.json',
  'result.json': 'autocannon.json',
};
/** Files that no formatter would leave as they are. */
const BROKEN = {
  'comma.json': '{\n  "targets": ["express"],\n  "connections": 32,\n}\n',
  'throws.mjs': 'const targets = undefined;\n\nexport default { baseline: targets[targets.length - 1] };\n',
};
/** Where a load stands after five seconds, which none takes but on a busy machine. */
const PROGRESS = /^.* req\/s .* failed\b.*\n/gm;
const WITH_PORTS = ['targets.txt', 'shop.har'];

export async function openPlace(): Promise<Place> {
  const root = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-documents-'));
  const own = {
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    PERFCMP_CACHE_DIR: join(folder, 'cache'),
    PERFCMP_DOCKER: 'no-such-docker',
  };
  const before = { ...process.env };
  Object.assign(process.env, own);
  const { ports, stop } = await startServers();
  const here = (text: string): string => replacePorts(text, [...ports]);
  const shown = (text: string): string =>
    replacePorts(
      text.replaceAll(folder, '.'),
      [...ports].map(([page, real]) => [real, page]),
    );
  let furnished: string | null = null;
  return {
    tidy: () => {
      // Most commands write nothing.
      if (listingOf(folder) === furnished) return;
      furnish(folder, here);
      furnished = listingOf(folder);
    },
    run: async (line, below) => {
      process.chdir(join(folder, 'work', below ?? '.'));
      const { code, printed } = await runLine(here(line), own).finally(() => process.chdir(root));
      return { code, printed: shown(printed) };
    },
    leave: async () => {
      for (const name of Object.keys(own)) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, before);
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function replacePorts(text: string, ports: readonly (readonly [from: string, to: string])[]): string {
  const known = new Map(ports);
  return text.replace(/:(\d{4,5})\b/g, (whole, port: string) => (known.has(port) ? `:${known.get(port)}` : whole));
}

/** Everything in a folder, with when it was written. */
function listingOf(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return paths.map((path) => `${path} ${statSync(join(folder, path)).mtimeMs}`).join('\n');
}

function furnish(folder: string, here: (text: string) => string): void {
  rmSync(folder, { recursive: true, force: true });
  const work = join(folder, 'work');
  cpSync('test/fixtures/documents', work, { recursive: true });
  for (const name of WITH_PORTS) writeFileSync(join(work, name), here(readFileSync(join(work, name), 'utf8')));
  for (const [name, source] of Object.entries(RESULTS)) cpSync(join(IMPORT_FIXTURES, source), join(work, name));
  for (const [name, content] of Object.entries(BROKEN)) writeFileSync(join(work, name), content);
  for (const report of [EARLIER, LATER]) store(join(folder, 'state/perfcmp/reports'), report);
}

function store(runs: string, report: Report): void {
  const { id, startedAt: createdAt } = report.run;
  const folder = join(runs, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ schema: 'perfcmp/run@1', id, createdAt }));
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
}

/** The program within this process, anything else by a shell. */
async function runLine(line: string, own: NodeJS.ProcessEnv): Promise<Ended> {
  const cwd = process.cwd();
  const asked = perfcmpWords(line);
  if (asked === null) {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8' });
    return { code: status, printed: stdout + stderr };
  }
  const variables = shellWords(asked.variables).map((word) => [word.replace(/=.*/, ''), word.replace(/^[^=]*=/, '')]);
  const env = { ...own, LANG: 'C.UTF-8', PATH: cwd, ...Object.fromEntries(variables) };
  let printed = '';
  const { PATH } = process.env;
  // On such a PATH nothing opens a page, and no toolchain is asked for its version.
  process.env.PATH = cwd;
  try {
    const { code } = await perfcmpHere(shellWords(asked.words), { cwd, env, onText: (text) => (printed += text) });
    return { code, printed: printed.replace(PROGRESS, '') };
  } finally {
    process.env.PATH = PATH;
  }
}
