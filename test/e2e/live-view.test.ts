import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox, eventually, fixture, processesWith } from './program.js';
import { type PtyProgram, startInPty, whyNoPty } from './pty.js';

const sandbox = createSandbox();
after(sandbox.remove);
const skip = whyNoPty() ?? false;

// Far longer than any test: it ends because it is told to.
const LONG = [
  '--blocks',
  '2000',
  '--slice',
  '50ms',
  '--warmup',
  '100ms',
  '-c',
  '8',
  '--launches',
  '1',
  '--mode',
  'plain',
];
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const CTRL_BACKSLASH = '\u001c';

function targets(marker: string, variables = ''): string[] {
  return ['slow', 'fast'].map(
    (label) => `${label}=${variables}DELAY_MS=${label === 'slow' ? 8 : 4} ${fixture('server.mjs', marker)}`,
  );
}

function answerLater(_request: IncomingMessage, response: ServerResponse): void {
  setTimeout(() => response.end('x'), 4);
}

const isHead = (line: string): boolean => /^launch 1(?:\/| of up to )\d+ /.test(line);
const hasRatio = (screen: readonly string[]): boolean =>
  screen.some((line) => /^[▸ ] fast .*req\/s +\d+\.\d+x /.test(line));

/** The terminal is as a shell wants it, and nothing of the view stays in it. */
function assertRestored({ terminal }: PtyProgram): void {
  assert.deepEqual([terminal.isCursorShown, terminal.isWrapping], [true, true]);
  const left = terminal.everything().filter((line) => isHead(line) || /^\[[█▏▎▍▌▋▊▉ ]*\]/.test(line));
  assert.deepEqual(left, []);
}

test('a run fits on its screen, follows its size, and Ctrl-C leaves the report and a usable terminal', {
  skip,
}, async (t) => {
  const marker = `perfcmp-pty-${process.pid}-once`;
  const program = await startInPty(t, sandbox.folder, ['run', ...targets(marker), '--baseline', 'slow', ...LONG]);
  const { terminal } = program;
  await program.shows('a ratio within the first launch', (screen) => screen.some(isHead) && hasRatio(screen));
  await program.shows('many blocks', (screen) =>
    screen.some((line) => /^launch 1\/1 {2}block [1-9]\d\/2000/.test(line)),
  );
  assert.equal(terminal.scrolledRows, 0, 'nothing was scrolled away');
  assert.equal(terminal.everything().filter(isHead).length, 1);
  assert.match(terminal.screen()[0] ?? '', /^measuring 2 targets x 1 scenario, 1 launch /);
  assert.equal(terminal.isCursorShown, false);

  await program.resize(60, 20);
  const isWhole = (screen: readonly string[]): boolean =>
    screen.filter(isHead).length === 1 && hasRatio(screen) && terminal.everything().filter(isHead).length === 1;
  await program.shows('one frame of the new size', isWhole);
  assert.equal(terminal.scrolledRows, 0, 'nothing was scrolled away');

  program.type(CTRL_C);
  assert.equal(await program.ended, EXIT.sigint);
  assertRestored(program);
  const lines = terminal.everything();
  const said = lines.findIndex((line) => line.startsWith('SIGINT: finishing with what was measured so far'));
  assert.ok(said > 0 && lines.findIndex((line) => /^perfcmp run {3}2 targets x 1 scenario/.test(line)) > said);
  assert.match(lines.join('\n'), /^ ! interrupted by SIGINT/m);
  assert.deepEqual(processesWith(marker), []);
});

test('Ctrl-C twice does not wait for the servers, and leaves a usable terminal', { skip }, async (t) => {
  const marker = `perfcmp-pty-${process.pid}-twice`;
  const program = await startInPty(t, sandbox.folder, ['run', ...targets(marker, 'IGNORES=SIGTERM '), ...LONG]);
  await program.shows('a frame', (screen) => screen.some((line) => isHead(line) && line.includes('block')));
  program.type(CTRL_C);
  await program.shows('the end', (screen) => screen.some((line) => line.startsWith('SIGINT: finishing')));
  program.type(CTRL_C);
  assert.equal(await program.ended, EXIT.sigint);
  assertRestored(program);
  await eventually('no server is left', () => processesWith(marker).length === 0);
});

test('Ctrl-\\ waits for nobody, and leaves no server and a usable terminal', { skip }, async (t) => {
  const marker = `perfcmp-pty-${process.pid}-quit`;
  const program = await startInPty(t, sandbox.folder, ['run', ...targets(marker), ...LONG]);
  await program.shows('a frame', (screen) => screen.some((line) => isHead(line) && line.includes('block')));
  program.type(CTRL_BACKSLASH);
  assert.equal(await program.ended, EXIT.sigquit);
  assertRestored(program);
  await eventually('no server is left', () => processesWith(marker).length === 0);
});

test('a run that comes to its end leaves the report and a usable terminal', { skip }, async (t) => {
  const short = [
    '-c',
    '4',
    '--warmup',
    '100ms',
    '--slice',
    '50ms',
    '--blocks',
    '8',
    '--launches',
    '1',
    '--mode',
    'plain',
  ];
  const program = await startInPty(t, sandbox.folder, ['run', ...targets('perfcmp-pty-end'), ...short]);
  await program.shows('a frame', (screen) => screen.some(isHead));
  const code = await program.ended;
  const text = program.terminal.everything().join('\n');
  assert.ok(code === EXIT.ok || code === EXIT.invalid, text);
  assertRestored(program);
  assert.match(text, /^perfcmp run {3}2 targets x 1 scenario/m);
});

test('a gate shows how its candidate stands, and SIGHUP leaves the report, no server and a usable terminal', {
  skip,
}, async (t) => {
  const marker = `perfcmp-pty-${process.pid}-gate`;
  const sizes = ['-c', '8', '--warmup', '100ms', '--slice', '50ms', '--blocks', '2000', '--mode', 'plain'];
  const program = await startInPty(t, sandbox.folder, ['gate', ...targets(marker), '--baseline', 'slow', ...sizes]);
  await program.shows('a ratio within the first launch', (screen) => screen.some(isHead) && hasRatio(screen));
  assert.equal(program.terminal.scrolledRows, 0, 'nothing was scrolled away');
  process.kill(program.pid, 'SIGHUP');
  assert.equal(await program.ended, EXIT.sigterm);
  assertRestored(program);
  const lines = program.terminal.everything();
  const said = lines.findIndex((line) => line.startsWith('SIGHUP: finishing'));
  assert.ok(said > 0 && lines.findIndex((line) => line.startsWith('perfcmp gate ')) > said, lines.join('\n'));
  assert.deepEqual(processesWith(marker), []);
});

test('a load shows its latencies on one screen, and SIGTERM leaves the report and a usable terminal', {
  skip,
}, async (t) => {
  const server = createServer(answerLater).listen(0, '127.0.0.1');
  try {
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const program = await startInPty(t, sandbox.folder, ['load', `http://127.0.0.1:${port}/`, '-d', '10m', '-c', '2']);
    const { terminal } = program;
    await program.shows('rate and distribution', (screen) => {
      const text = screen.join('\n');
      return / now .* req\/s/.test(text) && /\S+ to \S+ .*%/.test(text) && / of 10m /.test(text);
    });
    assert.equal(terminal.scrolledRows, 0);
    // No shell is there that could go on with what is stopped.
    const secondsNow = (): number => Number(/ (\d+)s of 10m /.exec(terminal.screen().join('\n'))?.[1] ?? 0);
    const before = secondsNow();
    program.type(CTRL_Z);
    await program.shows('the view after Ctrl-Z', () => secondsNow() > before);
    process.kill(program.pid, 'SIGTERM');
    assert.equal(await program.ended, EXIT.sigterm);
    assertRestored(program);
    assert.match(terminal.everything().join('\n'), /^perfcmp load {3}http/m);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a program whose test fails is ended with its servers, and nothing waits for it', { skip }, async () => {
  const marker = `perfcmp-pty-${process.pid}-failed`;
  const cleanups: (() => Promise<void>)[] = [];
  const failing = { after: (cleanup: () => Promise<void>) => void cleanups.push(cleanup) };
  const program = await startInPty(failing, sandbox.folder, ['run', ...targets(marker), ...LONG]);
  await program.shows('a frame', (screen) => screen.some((line) => isHead(line) && line.includes('block')));
  for (const cleanup of cleanups) await cleanup();
  await program.ended;
  await eventually('neither it nor a server is left', () => processesWith(marker).length === 0);
});

test('what run, gate and load write into pipes has no escape sequences', async () => {
  const server = createServer(answerLater).listen(0, '127.0.0.1');
  try {
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const short = ['-c', '4', '--warmup', '100ms', '--slice', '20ms', '--blocks', '2', '--mode', 'plain'];
    const servers = targets('piped');
    // As a terminal would have it, which the streams are not.
    const env = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };
    // Six launches are the least that a gate takes: a report of a part does as well here.
    const gate = sandbox.start(['gate', ...servers, ...short, '--blocks', '2000'], env);
    const others = Promise.all([
      sandbox.run(['run', ...servers, ...short, '--launches', '1'], env),
      sandbox.run(['load', `http://127.0.0.1:${port}/`, '-d', '1100ms'], env),
    ]);
    await gate.says(/^(?:some )?slices (?:of|grew|take) /m);
    gate.child.kill('SIGINT');
    const ended = [...(await others), await gate.ended];
    for (const { stdout, stderr } of ended) {
      assert.match(stdout, /^perfcmp (run|gate|load) /m, stderr);
      assert.ok(!`${stdout}${stderr}`.includes('\u001b'));
    }
    assert.match(ended[0]?.stderr ?? '', /^measuring 2 targets/m);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
