import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { VirtualTerminal } from '../helpers/virtual-terminal.js';
import { eventually } from './program.js';

const bin = fileURLToPath(new URL('../../../bin/perfcmp.js', import.meta.url));

/** The built program in a terminal of its own, with somebody who types and looks. */
export interface PtyProgram {
  readonly terminal: VirtualTerminal;
  /** Of the program itself. */
  readonly pid: number;
  readonly type: (text: string) => void;
  /** As a window that is made larger or smaller: the program hears of it by SIGWINCH. */
  readonly resize: (columns: number, rows: number) => Promise<void>;
  readonly shows: (what: string, holds: (screen: readonly string[]) => boolean) => Promise<void>;
  /** The exit code, once all was drawn. */
  readonly ended: Promise<number | null>;
}

/** Why there can be no terminal here, or null. */
export function whyNoPty(): string | null {
  const { stdout, error } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  if (error !== undefined) return 'there is no script(1), which util-linux has';
  if (!stdout.includes('util-linux')) return 'script(1) is not that of util-linux';
  return existsSync('/dev/pts/ptmx') || existsSync('/dev/ptmx') ? null : 'there are no pseudo terminals';
}

/** The test that starts a program, as far as it tells when it is over. */
export interface StartingTest {
  after(cleanup: () => Promise<void>): void;
}

/**
 * Starts the program in a terminal of 80 columns and 24 rows; the folder is where it keeps what it stores. What is left of it
 * when its test is over, as that failed, is killed: nobody would end it, and this process waits for it.
 */
export async function startInPty(test: StartingTest, folder: string, args: readonly string[]): Promise<PtyProgram> {
  const own = mkdtempSync(join(tmpdir(), 'perfcmp-pty-'));
  const facts = join(own, 'facts');
  const program = [process.execPath, bin, ...args].map(quoted).join(' ');
  const command = `stty rows 24 cols 80; { tty; echo $$; } > ${quoted(facts)}; exec ${program}`;
  const child = spawn('script', ['-q', '-e', '-f', '-c', command, '/dev/null'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
      PERFCMP_CACHE_DIR: join(folder, 'cache'),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const terminal = new VirtualTerminal(80, 24);
  let held: string | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (held === null) terminal.write(text);
    else held += text;
  });
  const ended = endOf(child, terminal, own);
  const known = (): string[] => (existsSync(facts) ? readFileSync(facts, 'utf8').trim().split('\n') : []);
  test.after(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const [, pid] = known();
      // Its watchdogs end its servers.
      if (pid !== undefined) kill(Number(pid));
      child.kill('SIGKILL');
    }
    await ended;
  });
  await eventually('the terminal is open', () => known().length === 2);
  const [path = '', pid = ''] = known();
  return {
    terminal,
    pid: Number(pid),
    type: (text) => child.stdin.write(text),
    async resize(columns, rows) {
      // A window and the program's idea of it change at the same moment, which here is that of its first frame in the new size.
      held = '';
      spawnSync('stty', ['-F', path, 'rows', String(rows), 'cols', String(columns)], { stdio: 'inherit' });
      const first = (): number | null => firstFrameWithin(columns, held ?? '');
      await eventually('a frame of the new size', () => first() !== null);
      const place = first() ?? 0;
      terminal.write(held.slice(0, place));
      await terminal.settled();
      terminal.resize(columns, rows);
      terminal.write(held.slice(place));
      held = null;
    },
    async shows(what, holds) {
      await eventually(what, () => holds(terminal.screen())).catch((error: Error) => {
        throw new Error(`${error.message}\n${terminal.screen().join('\n')}`);
      });
    },
    ended,
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

async function endOf(child: ChildProcess, terminal: VirtualTerminal, folder: string): Promise<number | null> {
  const code = await new Promise<number | null>((done) => child.on('close', done));
  await terminal.settled();
  rmSync(folder, { recursive: true, force: true });
  return code;
}

const BEGIN_FRAME = '\u001b[?2026h';
const END_FRAME = '\u001b[?2026l';

/** Where the first whole frame begins that has room in so many columns; null where there is none. */
function firstFrameWithin(columns: number, text: string): number | null {
  for (let from = text.indexOf(BEGIN_FRAME); from !== -1; from = text.indexOf(BEGIN_FRAME, from + 1)) {
    const end = text.indexOf(END_FRAME, from);
    if (end === -1) return null;
    const lines = stripVTControlCharacters(text.slice(from, end)).split('\n');
    if (lines.every((line) => line.trim().length < columns)) return from;
  }
  return null;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
