import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMMAND_HELP } from '../../src/cli/help-texts.js';
import { OPTIONS } from '../../src/cli/options.js';
import { LETTERS } from '../../src/config/option-reader.js';
import { EXIT } from '../../src/errors.js';
import { assertGolden, perfcmp, perfcmpHere } from './harness.js';

test('--help of the program and of every command is as agreed', async () => {
  const cases = [[], ...Object.keys(COMMAND_HELP).map((name) => [name])];
  for (const command of cases) {
    const { code, stdout, stderr } = await perfcmpHere([...command, '--help']);
    assertGolden(`help-${command[0] ?? 'perfcmp'}.txt`, stdout);
    assert.deepEqual([code, stderr], [EXIT.ok, '']);
  }
});

test('perfcmp alone prints its help, and --version all that a bug report needs', async () => {
  const [alone, version] = await Promise.all([perfcmp([]), perfcmp(['--version'])]);
  assert.deepEqual(alone, await perfcmpHere(['--help']));
  assert.deepEqual([version.code, version.stderr], [EXIT.ok, '']);
  const { node } = process.versions;
  const place = `perfcmp 0.1.0  ${process.platform}-${process.arch}  node ${node}  engines socket, undici `;
  assert.equal(version.stdout.slice(0, place.length), place);
  assert.match(version.stdout.slice(place.length), /^7\.\d+\.\d+, http2\n$/);
});

test('what commander refuses is one line with a hint, on stderr, exit 2', async () => {
  const rows: [readonly string[], string][] = [
    [['rnu'], "error: perfcmp: unknown command 'rnu'  (did you mean run?)\n"],
    [
      ['xyzzy'],
      "error: perfcmp: unknown command 'xyzzy'  (commands: run, gate, load, search, calibrate, verify, build, init, list, doctor, clean, report, diff, import, completion)\n",
    ],
    [['run', '--conections=5'], "error: perfcmp run: unknown option '--conections=5'  (did you mean --connections?)\n"],
    [
      ['load', '-x', '500', 'http://127.0.0.1:1/'],
      "error: perfcmp load: unknown option '-x'  (see perfcmp load --help)\n",
    ],
    [
      ['load', '--rat', '500', 'http://127.0.0.1:1/'],
      "error: perfcmp load: unknown option '--rat'  (did you mean --rate?)\n",
    ],
    [
      ['run', 'express', '--runs', '10'],
      "error: perfcmp run: unknown option '--runs'  (did you mean --launches? see perfcmp run --help)\n",
    ],
    [
      ['load', '--vus=10', 'http://127.0.0.1:1/'],
      "error: perfcmp load: unknown option '--vus=10'  (did you mean -c? see perfcmp load --help)\n",
    ],
    [
      ['search', '-d', '1s', 'http://127.0.0.1:1/'],
      "error: perfcmp search: unknown option '-d'  (did you mean --step? see perfcmp search --help)\n",
    ],
    [['run', '-c'], "error: perfcmp run: option '-c, --connections <n>' argument missing  (see perfcmp run --help)\n"],
    [['verify'], "error: perfcmp verify: missing required argument 'target'  (see perfcmp verify --help)\n"],
    [
      ['load', 'http://a/', 'http://b/'],
      "error: perfcmp load: too many arguments for 'load', expected 1 argument but got 2  " +
        '(to compare several: perfcmp run URL URL; to start a server: perfcmp load -- node app.js)\n',
    ],
  ];
  for (const [at, [args, stderr]] of rows.entries()) {
    const run = at === 0 ? perfcmp : perfcmpHere;
    assert.deepEqual(await run(args), { code: EXIT.usage, stdout: '', stderr }, args.join(' '));
  }
});

test('bad values are told all at once, a line each, without a stack', async () => {
  const { code, stdout, stderr } = await perfcmpHere(
    ['load', 'localhost:1', '-c', '0', '-p', '2k', '-d', '-1', '--format', 'jsn', '-s', 'post.lua', '-H', 'Accept'],
    { env: { PERFCMP_TIMEOUT: '0' } },
  );
  assertGolden('bad-values.txt', stderr);
  assert.deepEqual([code, stdout], [EXIT.usage, '']);
});

test('a config file that is wrong is refused before anything starts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-cli-'));
  try {
    writeFileSync(join(folder, 'perfcmp.config.json'), '{ "conections": 5 }');
    assert.deepEqual(await perfcmpHere(['run'], { cwd: folder }), {
      code: EXIT.usage,
      stdout: '',
      stderr: 'error: perfcmp.config.json: unknown key "conections"  (did you mean connections?)\n',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an output file that cannot be written is refused before anything is measured', async () => {
  const { code, stderr } = await perfcmpHere(['run', '--output', 'no-such-folder/a.json', '--output', 'json=.']);
  assert.equal(code, EXIT.usage);
  assert.match(stderr, /^error: --output: cannot write "no-such-folder\/a.json": no folder .*no-such-folder$/m);
  assert.match(stderr, /^error: --output: cannot write "\.": it is a folder$/m);
});

test('verify and list refuse an unknown format, and verify a target that can be none', async () => {
  const format = 'error: --format: must be one of text, json, got "jso"  (did you mean json?)\n';
  for (const args of [['list'], ['verify', 'express']]) {
    assert.equal((await perfcmpHere([...args, '--format', 'jso'])).stderr, format);
  }
  assert.deepEqual(await perfcmpHere(['verify', 'localhost:3000']), {
    code: EXIT.usage,
    stdout: '',
    stderr: 'error: target "localhost:3000": has no scheme: "localhost:3000"  (try http://localhost:3000)\n',
  });
});

test('--debug adds the stack', async () => {
  const { stderr } = await perfcmp(['verify', '', '--debug']);
  assert.match(stderr, /^error: target "": must not be empty .*\nConfigError: .*\n\s+at /);
});

test('letters in messages are the letters that the program takes', () => {
  for (const { rows } of Object.values(OPTIONS).flat()) {
    for (const [flags] of rows) {
      const [, letter, name = ''] = /^(?:-(\w), )?--([\w-]+)/.exec(flags) ?? [];
      const key = name.replace(/-(\w)/g, (_, next: string) => next.toUpperCase());
      assert.equal(LETTERS[key], letter, flags);
    }
  }
});

test('an error thrown where nobody awaits is one line and our bug', async () => {
  const throwLater =
    "process.on('newListener', (name) => { if (name === 'uncaughtException') " +
    "process.nextTick(() => { throw new RangeError('boom'); }); });";
  const preload = `--import=data:text/javascript,${encodeURIComponent(throwLater)}`;
  assert.deepEqual(await perfcmp(['list', '--format', 'json'], { env: { NODE_OPTIONS: preload } }), {
    code: EXIT.internal,
    stdout: '',
    stderr: 'error: unexpected, and a bug of perfcmp: RangeError: boom\nhint: --debug shows the stack\n',
  });
});
