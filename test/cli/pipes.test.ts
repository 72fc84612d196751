import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { print } from '../../src/cli/streams.js';
import { mayColor } from '../../src/cli/terminal.js';

const bin = fileURLToPath(new URL('../../../bin/perfcmp.js', import.meta.url));

test('a reader that leaves early is no error', async () => {
  const script = '"$1" "$2" run --help | true; echo done';
  assert.deepEqual(await promisify(execFile)('sh', ['-c', script, 'sh', process.execPath, bin]), {
    stdout: 'done\n',
    stderr: '',
  });
});

test('printed text ends with one line end, and waits until it is out', async () => {
  const written: string[] = [];
  const stream = {
    write(text: string, done?: (error?: Error | null) => void) {
      written.push(text);
      done?.();
      return true;
    },
  };
  await print(stream, '{}');
  await print(stream, 'a\n');
  assert.deepEqual(written, ['{}\n', 'a\n']);
});

test('a stream that breaks in another way than a closed pipe is an error', async () => {
  const failing = (code: string) => ({
    write(_text: string, done?: (error?: Error | null) => void) {
      done?.(Object.assign(new Error(code), { code }));
      return false;
    },
  });
  await print(failing('EPIPE'), 'a');
  await assert.rejects(print(failing('ENOSPC'), 'a'), { message: 'cannot write the result: ENOSPC', exitCode: 2 });
});

test('colour needs a terminal and the absence of NO_COLOR', () => {
  const terminal = { isTTY: true, write: () => true };
  assert.equal(mayColor(terminal, {}), true);
  assert.equal(mayColor(terminal, { NO_COLOR: '' }), true);
  assert.equal(mayColor(terminal, { NO_COLOR: '1' }), false);
  assert.equal(mayColor(terminal, { TERM: 'dumb' }), false);
  assert.equal(mayColor({ write: () => true }, {}), false);
});
