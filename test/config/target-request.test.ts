import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTargetRequest, userTargetRequest } from '../../src/config/target-request.js';
import type { TargetRequest } from '../../src/model/config.js';

test('a positional is a URL, a word or a command, with label and environment before it', () => {
  const rows: [string, TargetRequest][] = [
    ['http://127.0.0.1:3000/a?b=c', { kind: 'url', label: null, url: 'http://127.0.0.1:3000/a?b=c' }],
    ['https://example.test', { kind: 'url', label: null, url: 'https://example.test' }],
    ['unix:///run/a.sock', { kind: 'url', label: null, url: 'unix:///run/a.sock' }],
    ['unix:/run/a.sock', { kind: 'url', label: null, url: 'unix:/run/a.sock' }],
    ['new=http://[::1]:80/?x=y', { kind: 'url', label: 'new', url: 'http://[::1]:80/?x=y' }],
    ['express', { kind: 'word', label: null, word: 'express', env: {} }],
    ['node-http', { kind: 'word', label: null, word: 'node-http', env: {} }],
    ['old=express', { kind: 'word', label: 'old', word: 'express', env: {} }],
    ['WORKERS=2 express', { kind: 'word', label: null, word: 'express', env: { WORKERS: '2' } }],
    ['node before.js', { kind: 'command', label: null, command: 'node before.js', env: {} }],
    ['./server', { kind: 'command', label: null, command: './server', env: {} }],
    ['server{port}', { kind: 'command', label: null, command: 'server{port}', env: {} }],
    [
      'slow=DELAY=5 LOG="a b" node a.js --port={port}',
      { kind: 'command', label: 'slow', command: 'node a.js --port={port}', env: { DELAY: '5', LOG: 'a b' } },
    ],
    ["A=1 second='my server' --x", { kind: 'command', label: 'second', command: "'my server' --x", env: { A: '1' } }],
    ['A= node a.js', { kind: 'command', label: null, command: 'node a.js', env: { A: '' } }],
    // What the shell would expand stays with the shell.
    ['A=$HOME/x node a.js', { kind: 'command', label: null, command: 'A=$HOME/x node a.js', env: {} }],
  ];
  for (const [text, expected] of rows) {
    assert.deepEqual(parseTargetRequest(text), { ok: true, value: expected }, text);
  }
});

test('a positional that can be nothing is refused with what to write instead', () => {
  const rows: [string, RegExp, RegExp][] = [
    ['', /must not be empty/, /a target, a URL or a command/],
    ['A=express', /names no target: "A=express"/, /a label needs a lower-case letter/],
    ['localhost:3000/x', /has no scheme: "localhost:3000\/x"/, /try http:\/\/localhost:3000\/x/],
    [':3000', /has no scheme/, /try http:\/\/127.0.0.1:3000/],
    ['http://', /is not a URL: "http:\/\/"/, /write it like/],
    ['http://a:b:c/', /is not a URL/, /write it like/],
    ['http://me:pw@host/', /has a user or password/, /Authorization/],
    ['unix:run/a.sock', /must name an absolute path/, /unix:\/run/],
    ['A=1 http://127.0.0.1/', /cannot have environment/, /leave the NAME=value out/],
  ];
  for (const [text, message, hint] of rows) {
    const parsed = parseTargetRequest(text);
    assert.equal(parsed.ok, false, text);
    if (parsed.ok) continue;
    assert.match(parsed.message, message);
    assert.match(parsed.hint ?? '', hint);
  }
});

test('a target of the config file may be written in its parts', () => {
  assert.deepEqual(userTargetRequest({ label: 'a', command: 'node a.js', env: { X: '1' } }), {
    ok: true,
    value: { kind: 'command', label: 'a', command: 'node a.js', env: { X: '1' } },
  });
  assert.deepEqual(userTargetRequest({ name: 'express' }), {
    ok: true,
    value: { kind: 'word', label: null, word: 'express', env: {} },
  });
  assert.equal(userTargetRequest({ label: 'a' }).ok, false);
  assert.equal(userTargetRequest({ name: 'a', url: 'http://x/' }).ok, false);
});
