import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../src/errors.js';
import type { Endpoint } from '../../src/model/load-profile.js';
import { parseEndpoint } from '../../src/scenario/endpoint.js';

function http(parts: Partial<Endpoint>): Endpoint {
  return {
    protocol: 'http',
    host: 'localhost',
    port: 80,
    socketPath: null,
    authority: 'localhost',
    tls: null,
    ...parts,
  };
}

const PARSED: readonly [string, Endpoint, string][] = [
  ['http://localhost', http({}), '/'],
  ['HTTP://LOCALHOST:80/A?b=c&d#e', http({}), '/A?b=c&d'],
  ['http://127.0.0.1:3000/api', http({ host: '127.0.0.1', port: 3000, authority: '127.0.0.1:3000' }), '/api'],
  ['http://[::1]:3000/', http({ host: '::1', port: 3000, authority: '[::1]:3000' }), '/'],
  ['https://example.com/', http({ protocol: 'https', host: 'example.com', port: 443, authority: 'example.com' }), '/'],
  [
    'https://example.com:8443/',
    http({ protocol: 'https', host: 'example.com', port: 8443, authority: 'example.com:8443' }),
    '/',
  ],
  ['unix:/run/app.sock', http({ port: 0, socketPath: '/run/app.sock' }), '/'],
  ['unix:///run/app.sock', http({ port: 0, socketPath: '/run/app.sock' }), '/'],
];

for (const [url, endpoint, path] of PARSED) {
  test(`${url} leads to its endpoint`, () => assert.deepEqual(parseEndpoint(url), { endpoint, path }));
}

const FORMS = 'write http://host:port/path, https://host/path or unix:/absolute/path.sock';
const REFUSED: readonly [string, string, string][] = [
  ['localhost:3000', 'localhost:3000: not a URL that can be loaded', 'write http://localhost:3000'],
  ['ftp://host/', 'ftp://host/: not a URL that can be loaded', FORMS],
  ['http:/host', 'http:/host: not a URL that can be loaded', FORMS],
  ['http://', 'http://: not a valid URL', FORMS],
  ['http://host:99999/', 'http://host:99999/: not a valid URL', FORMS],
  ['http://host:0/', 'http://host:0/: port 0 cannot be connected to', 'name the port the server listens on'],
  ['http://me:secret@host/', 'http://host/: has a user name or password in it', 'send them with --header instead'],
  [
    'unix:app.sock',
    'unix:app.sock: a unix socket needs an absolute path',
    'write unix:/absolute/path.sock, and its path with --path',
  ],
];

for (const [url, message, hint] of REFUSED) {
  test(`${url} is refused with a hint`, () => {
    assert.throws(
      () => parseEndpoint(url),
      (error) => error instanceof ConfigError && error.message === message && error.problems[0]?.hint === hint,
    );
  });
}
