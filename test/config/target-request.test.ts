import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTargetRequest, requestName, userTargetRequest, writtenName } from '../../src/config/target-request.js';
import type { UserTarget } from '../../src/config/user-config.js';
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

const CONTAINER = {
  args: [],
  env: {},
  port: null,
  cpus: null,
  memory: null,
  pull: 'missing',
  network: 'bridge',
} as const;

test('docker: names an image, its port and its command; compose: a service of a compose file', () => {
  const digest = `nginx@sha256:${'0a'.repeat(32)}`;
  const rows: [string, TargetRequest][] = [
    ['docker:nginx:alpine', { kind: 'docker', label: null, ...CONTAINER, image: 'nginx:alpine' }],
    [
      'docker:localhost:5000/my/app:2@3000',
      { kind: 'docker', label: null, ...CONTAINER, image: 'localhost:5000/my/app:2', port: 3000 },
    ],
    [`docker:${digest}`, { kind: 'docker', label: null, ...CONTAINER, image: digest }],
    [`docker:${digest}@80`, { kind: 'docker', label: null, ...CONTAINER, image: digest, port: 80 }],
    [
      "new=POOL=4 docker:app:2 node 'my server.js' --x=1",
      {
        kind: 'docker',
        label: 'new',
        ...CONTAINER,
        image: 'app:2',
        env: { POOL: '4' },
        args: ['node', 'my server.js', '--x=1'],
      },
    ],
    ['compose:web', { kind: 'compose', label: null, service: 'web', port: null, files: [], env: {} }],
    [
      'old=A=1 compose:web@3000',
      { kind: 'compose', label: 'old', service: 'web', port: 3000, files: [], env: { A: '1' } },
    ],
    ['docker run --rm app', { kind: 'command', label: null, command: 'docker run --rm app', env: {} }],
  ];
  for (const [text, expected] of rows) assert.deepEqual(parseTargetRequest(text), { ok: true, value: expected }, text);
});

test('what is no image and no service is refused with what to write instead', () => {
  const rows: [string, RegExp][] = [
    ['docker:', /^names no image$/],
    ['docker:-v', /^names no image: "-v"$/],
    ['docker:app@99999', /^the port inside must be a whole number from 1 to 65535/],
    ["docker:app sh -c 'x", /has a quote without its end/],
    ['compose:', /^names no service$/],
    ['compose:web up', /takes no command/],
    ['docker:3000', /has no scheme/],
  ];
  for (const [text, message] of rows) {
    const parsed = parseTargetRequest(text);
    assert.ok(!parsed.ok, text);
    assert.match(parsed.message, message);
  }
});

test('containers, services and URLs with their commands may be written in their parts', () => {
  const limits = { cpus: 1.5, memory: '512m', pull: 'always', network: 'host' } as const;
  assert.deepEqual(
    userTargetRequest({ label: 'a', image: 'app:2', port: 3000, args: ['x'], env: { A: '1' }, ...limits }),
    {
      ok: true,
      value: { kind: 'docker', label: 'a', image: 'app:2', port: 3000, args: ['x'], env: { A: '1' }, ...limits },
    },
  );
  assert.deepEqual(userTargetRequest({ service: 'web', composeFile: 'a.yaml' }), {
    ok: true,
    value: { kind: 'compose', label: null, service: 'web', port: null, files: ['a.yaml'], env: {} },
  });
  assert.deepEqual(userTargetRequest({ url: 'http://127.0.0.1:3000/x', start: 'make up', stop: 'make down' }), {
    ok: true,
    value: {
      kind: 'service',
      label: null,
      url: 'http://127.0.0.1:3000/x',
      start: 'make up',
      stop: 'make down',
      env: {},
    },
  });
});

test('a part of a target without what it is part of, or without sense, is refused', () => {
  const rows: [Exclude<UserTarget, string>, string][] = [
    [{ command: 'node a.js', memory: '1g' }, 'has "memory" without "image", which it is part of'],
    [{ url: 'http://x/', port: 80 }, 'has "port" without "image" or "service", which it is part of'],
    [{ image: 'app', composeFile: 'x' }, 'has "composeFile" without "service", which it is part of'],
    [{ command: 'x', start: 'y' }, 'has "start" without "url", which it is part of'],
    [{ url: 'http://x/', stop: 'y' }, 'has "stop" without "start"'],
    [{ image: 'app', memory: 'much' }, '"memory" must be a size, got "much"'],
    [{ image: 'app', cpus: 0 }, '"cpus" must be above 0, got 0'],
    [{ image: 'app', port: 0 }, 'the port inside must be a whole number from 1 to 65535, got "0"'],
    [
      { image: 'a', service: 'b' },
      'must have exactly one of name, command, url, image and service, has image and service',
    ],
  ];
  for (const [target, message] of rows) {
    const parsed = userTargetRequest(target);
    assert.deepEqual(parsed.ok ? null : parsed.message, message);
  }
  const pull = userTargetRequest({ image: 'app', pull: 'often' });
  assert.match(pull.ok ? '' : pull.message, /^"pull" must be one of /);
});

test('a target without a label is called what names it, in text or in parts', () => {
  const rows: [UserTarget, name: string][] = [
    ['new=node a.js', 'new'],
    ['express', 'express'],
    ['POOL=4 node a.js', 'node a.js'],
    ['docker:shop:2@3000 node server.js', 'docker:shop:2@3000 node server.js'],
    [{ image: 'shop:2', port: 3000, args: ['node', 'server.js'] }, 'docker:shop:2@3000 node server.js'],
    [{ service: 'web' }, 'compose:web'],
    [{ label: 'a', image: 'shop:2' }, 'a'],
  ];
  for (const [target, name] of rows) {
    const request = userTargetRequest(target);
    assert.deepEqual([request.ok && requestName(request.value), writtenName(target)], [name, name]);
  }
  const urls: [UserTarget, name: string][] = [
    ['http://127.0.0.1:3000/a', '127.0.0.1:3000'],
    ['unix:/run/a.sock', '/run/a.sock'],
    [{ url: 'http://localhost/', start: 'make up' }, 'localhost'],
  ];
  for (const [target, name] of urls) {
    const request = userTargetRequest(target);
    assert.equal(request.ok && requestName(request.value), name);
  }
});
