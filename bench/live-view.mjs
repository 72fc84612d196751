// CPU time of perfcmp's main thread, which draws, while it compares two servers: with the live view in a terminal of its
// own, with lines in a pipe, and with --quiet. The load generator has a thread of its own and is not counted. Then what one
// frame costs, from the events of such a run.
//
//   node bench/live-view.mjs [rounds]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { interimOf } from '../dist/src/analysis/interim.js';
import { initialState } from '../dist/src/cli/progress/state.js';
import { ttyProgress } from '../dist/src/cli/progress/tty.js';

const rounds = Number(process.argv[2] ?? 3);
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const bin = path('../bin/perfcmp.js');
const server = `node ${path('../targets/null-server/server.js')}`;
const folder = mkdtempSync(join(tmpdir(), 'perfcmp-bench-'));
const ARGS = [
  'run',
  `a=${server}`,
  `b=${server}`,
  '--launches',
  '2',
  '--blocks',
  '40',
  '--warmup',
  '2s',
  '--mode',
  'plain',
];
const POLL_MS = 20;
const FRAME = '\u001b[?2026h';

const quoted = (word) => `'${word.replaceAll("'", `'\\''`)}'`;
const program = (args) =>
  `echo $$ > ${quoted(join(folder, 'pid'))}; exec ${[process.execPath, bin, ...args].map(quoted).join(' ')}`;
const WAYS = {
  quiet: { command: 'sh', args: ['-c', program([...ARGS, '--quiet'])] },
  lines: { command: 'sh', args: ['-c', program(ARGS)] },
  'live view': {
    command: 'script',
    args: ['-q', '-e', '-f', '-c', `stty rows 24 cols 80; ${program(ARGS)}`, '/dev/null'],
  },
};

/** Time on CPU of a process's first thread; null once it is gone. */
function mainThreadMs(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return null;
  }
}

async function run({ command, args }) {
  const env = {
    ...process.env,
    SHELL: '/bin/sh',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    CI: '',
    XDG_STATE_HOME: folder,
  };
  const startedMs = performance.now();
  const child = spawn(command, args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more));
  const ended = once(child, 'close');
  let pid = null;
  let cpuMs = 0;
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver) {
    await delay(POLL_MS);
    try {
      pid ??= Number(readFileSync(join(folder, 'pid'), 'utf8'));
    } catch {}
    if (pid !== null) cpuMs = mainThreadMs(pid) ?? cpuMs;
  }
  rmSync(join(folder, 'pid'));
  const seconds = (performance.now() - startedMs) / 1000;
  const frames = text.split(FRAME).slice(1);
  return { seconds, cpuMs, frames: frames.length, bytes: frames.reduce((sum, frame) => sum + frame.length, 0) };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const seen = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [way, how] of Object.entries(WAYS)) seen[way].push(await run(how));
}
for (const [way, runs] of Object.entries(seen)) {
  const { frames, bytes, seconds } = runs[0];
  const drawn =
    frames === 0
      ? ''
      : `, ${(frames / seconds).toFixed(1)} frames a second of ${Math.round(bytes / frames)} characters`;
  const cpu = median(runs.map((one) => one.cpuMs));
  const share = median(runs.map((one) => one.cpuMs / one.seconds / 10));
  console.log(`${way}: ${cpu.toFixed(0)} ms of CPU, ${share.toFixed(2)} % of a core${drawn}`);
}

const reports = join(folder, 'perfcmp/reports');
const [id] = readdirSync(reports).filter((name) => /^\d{8}-/.test(name));
const stored = readFileSync(join(reports, id, 'events.ndjson'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const events = stored.filter(({ kind }) => kind !== undefined);

/** Shows all events, each as if the time for a frame had come, on a terminal that is nobody's. */
function show() {
  let nowMs = 0;
  let drawn = 0;
  const write = () => {
    drawn += 1;
    return true;
  };
  const stream = { isTTY: true, columns: 80, rows: 24, write };
  const progress = ttyProgress(stream, initialState(null), { now: () => nowMs, unicode: true, paint: (text) => text });
  for (const [index, event] of events.entries()) {
    nowMs += 250;
    progress.onEvent(event);
    if (event.kind === 'launch-finished')
      progress.onEvent({ kind: 'interim', ...interimOf(events.slice(0, index + 1)) });
  }
  return drawn;
}

for (let warmUp = 0; warmUp < 20; warmUp += 1) show();
const before = process.cpuUsage();
let drawn = 0;
for (let times = 0; times < 50; times += 1) drawn += show();
const { user, system } = process.cpuUsage(before);
console.log(`a frame: ${Math.round((user + system) / drawn)} us of CPU, with the events behind it`);
const beganMs = performance.now();
for (let times = 0; times < 50; times += 1) interimOf(events);
console.log(`the ratios after the last launch: ${((performance.now() - beganMs) / 50).toFixed(1)} ms`);
rmSync(folder, { recursive: true, force: true });
