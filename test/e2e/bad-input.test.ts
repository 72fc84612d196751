import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { REPORT_FORMATS } from '../../src/model/config.js';
import { createSandbox, fixture, type Outcome } from './program.js';

const sandbox = createSandbox();
after(sandbox.remove);

type Run = (args: readonly string[]) => Promise<Pick<Outcome, 'code' | 'stdout' | 'stderr'>>;

/** What is said on stderr, where nothing was started: exit 2 and nothing on stdout. */
async function refusal(args: readonly string[], run: Run = sandbox.runHere): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  assert.deepEqual([code, stdout], [EXIT.usage, ''], args.join(' '));
  return stderr;
}

const TIME = '(write it like 500ms, 30s or 2m; a bare number is seconds)';

test('what cannot be meant is refused in one line with a way out', async () => {
  const server = fixture('server.mjs');
  const rows: [readonly string[], string][] = [
    [
      ['run', 'expres'],
      'target "expres": is neither a known target nor a command on PATH  ' +
        '(did you mean express? perfcmp list shows the targets)',
    ],
    [
      ['run', 'node-http', '--scenario', 'jsn'],
      'scenario "jsn": is neither built in nor in the config file  (did you mean json?)',
    ],
    [['run', 'node-http', '--lunches', '2'], "perfcmp run: unknown option '--lunches'  (did you mean --launches?)"],
    [
      ['run', 'node-http', '--format', 'jsn'],
      `--format: must be one of ${REPORT_FORMATS.join(', ')}, got "jsn"  (did you mean json?)`,
    ],
    [['run', 'node-http', '--baseline', 'express'], 'baseline "express": does not take part  (choose from node-http)'],
    [['run', server, '-i', 'none'], '-i/--input: cannot read "none" (ENOENT)  (name a file that holds the body)'],
    [['run', server, '-d', '0'], `-d/--duration: must be a time above 0, got "0"  ${TIME}`],
    [['run', server, '-d', '-1'], `-d/--duration: must be a time above 0, got "-1"  ${TIME}`],
    [['run', server, '-d', 'abc'], `-d/--duration: must be a time above 0, got "abc"  ${TIME}`],
    [
      ['run', server, '-c', '0'],
      '-c/--connections: must be a whole number from 1 to 100000, got "0"  (write it like 10 or 10k)',
    ],
  ];
  for (const [at, [args, line]] of rows.entries()) {
    assert.equal(await refusal(args, at === 0 ? sandbox.run : sandbox.runHere), `error: ${line}\n`);
  }
});

test('several problems of flags and targets are told all at once', async () => {
  const flags = (await refusal(['run', 'localhost:3000', '-c', '0', '-d', 'abc', '--launches', '-1'])).split('\n');
  assert.deepEqual(
    flags.map((line) => line.replace(/:.*/s, '')),
    ['error', 'error', 'error', 'error', ''],
  );
  for (const where of ['target "localhost', '-c/--connections', '-d/--duration', '--launches']) {
    assert.ok(
      flags.some((line) => line.startsWith(`error: ${where}`)),
      where,
    );
  }
  const targets = await refusal(['run', 'expres', 'nodehttp']);
  assert.match(targets, /^error: target "expres": .*\nerror: target "nodehttp": .*did you mean node-http\?.*\n$/);
});

test('a config file with a value of the wrong type is refused with the place it stands at', async () => {
  writeFileSync(join(sandbox.folder, 'wrong.json'), '{ "connections": { "a": 1 } }');
  const wrong = await refusal(['run', '--config', 'wrong.json']);
  assert.equal(wrong, 'error: wrong.json, connections: must be text or a number, got an object\n');
  writeFileSync(join(sandbox.folder, 'values.json'), '{ "connections": "many", "launches": 0 }');
  const values = await refusal(['run', '--config', 'values.json']);
  assert.match(
    values,
    /^error: values\.json, connections: must be .*got "many".*\nerror: values\.json, launches: .*\n$/,
  );
});

test('a run that is not stored is refused with where it was looked for', async () => {
  const stderr = await refusal(['report', 'last']);
  assert.match(stderr, /^error: no run is stored in .*state\/perfcmp\/reports\nhint: perfcmp run stores one/);
});
