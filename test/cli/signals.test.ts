import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { test } from 'node:test';

// A program that watches for signals, says which one came, and would otherwise live on.
const watcher = `
  import { watchSignals } from ${JSON.stringify(new URL('../../src/cli/signals.js', import.meta.url).href)};
  const life = setTimeout(() => {}, 60_000);
  const watch = watchSignals((signal) => {
    console.log(signal, watch.signal.aborted, watch.signal.reason);
    if (process.argv[1] === 'obedient') { watch.stop(); clearTimeout(life); }
  });
  process.on('exit', () => console.log('left'));
  console.log('ready');
`;

function start(
  command: string,
  args: readonly string[],
): { child: ChildProcess; said: (line: string) => Promise<void> } {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  const waiting: (() => void)[] = [];
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    for (const check of waiting) check();
  });
  const said = (line: string): Promise<void> =>
    new Promise((done) => {
      const check = (): void => {
        if (text.split('\n').includes(line)) done();
      };
      waiting.push(check);
      check();
    });
  return { child, said };
}

function exitOf(child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> {
  return new Promise((done) => child.once('exit', (code, signal) => done([code, signal])));
}

test('the first signal aborts with its name, and the program may end by itself', async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const { child, said } = start(process.execPath, ['--input-type=module', '-e', watcher, 'obedient']);
    const exited = exitOf(child);
    await said('ready');
    child.kill(signal);
    await said(`${signal} true ${signal}`);
    assert.deepEqual(await exited, [0, null]);
  }
});

test('a second signal ends the program at once', async () => {
  for (const [second, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const { child, said } = start(process.execPath, ['--input-type=module', '-e', watcher, 'busy']);
    const exited = exitOf(child);
    await said('ready');
    child.kill('SIGINT');
    await said('SIGINT true SIGINT');
    child.kill(second);
    assert.deepEqual(await exited, [code, null]);
  }
});

test('SIGQUIT ends the program at once, and what ends with it is still done', async () => {
  const { child, said } = start(process.execPath, ['--input-type=module', '-e', watcher, 'busy']);
  const exited = exitOf(child);
  await said('ready');
  child.kill('SIGQUIT');
  assert.deepEqual(await exited, [131, null]);
  await said('left');
});

test('a parent that is gone is a hang-up, as npx does not forward signals', async () => {
  // The shell ends when its input does; the watcher is then somebody else's child.
  const script = 'node_path=$1; shift; "$node_path" "$@" & read -r _';
  const { child, said } = start('sh', [
    '-c',
    script,
    'sh',
    process.execPath,
    '--input-type=module',
    '-e',
    watcher,
    'obedient',
  ]);
  await said('ready');
  child.stdin?.end();
  await said('SIGHUP true SIGHUP');
});
