import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Parsed } from '../../../src/config/parsers.js';
import { multipartForm, parseFormField } from '../../../src/config/requests/form.js';
import { parseHar } from '../../../src/config/requests/har.js';
import { parseRequestLine } from '../../../src/config/requests/request-line.js';
import { parseTargets } from '../../../src/config/requests/targets-file.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-requests-'));
after(() => rmSync(folder, { recursive: true }));
const bodyFile = join(folder, 'body.json');
writeFileSync(bodyFile, '{"a":1}');

function messageOf(parsed: Parsed<unknown>): string {
  assert.ok(!parsed.ok);
  return parsed.message;
}

test('a request line has a weight and a method, or does without', () => {
  const read = (text: string): unknown => {
    const parsed = parseRequestLine(text);
    return parsed.ok ? [parsed.value.weight, parsed.value.method, parsed.value.path] : parsed.message;
  };
  assert.deepEqual(read('3 POST /a?b=c'), [3, 'POST', '/a?b=c']);
  assert.deepEqual(read(' put   /a '), [1, 'PUT', '/a']);
  assert.deepEqual(read('/a'), [1, 'GET', '/a']);
  assert.deepEqual(read('10 /a'), [10, 'GET', '/a']);
  for (const text of ['0 GET /', '1.5 GET /', '10001 GET /'])
    assert.match(String(read(text)), /^must have a whole number/);
  for (const text of ['', 'GET', '3 GET', 'GET /a b'])
    assert.match(String(read(text)), /^must be "\[weight\] METHOD path"/);
  assert.match(String(read('FETCH /')), /^must be one of GET/);
});

test("vegeta's http format is read, with bodies of files and without empty lines between", () => {
  const text = [
    '# a comment',
    'GET http://h:1/a?b={{id}}',
    'post http://h:1/b',
    'Content-Type: application/json',
    'X-A: 1',
    'x-a: 2',
    `@${bodyFile}`,
    '',
    'DELETE /c',
  ].join('\r\n');
  const parsed = parseTargets(text);
  assert.ok(parsed.ok);
  assert.deepEqual(
    parsed.value.map(({ line, method, url, headers }) => ({ line, method, url, headers })),
    [
      { line: 2, method: 'GET', url: 'http://h:1/a?b={{id}}', headers: {} },
      { line: 3, method: 'POST', url: 'http://h:1/b', headers: { 'Content-Type': 'application/json', 'X-A': '1, 2' } },
      { line: 9, method: 'DELETE', url: '/c', headers: {} },
    ],
  );
  assert.equal(Buffer.from(parsed.value[1]!.body![0]!.bytes).toString(), '{"a":1}');
});

test("vegeta's JSON format is read", () => {
  const parsed = parseTargets('{"method":"PUT","url":"http://h/a","header":{"A":["b","c"]},"body":"aGk="}\n\n');
  assert.ok(parsed.ok);
  const [target] = parsed.value;
  assert.deepEqual([target?.method, target?.url, target?.headers], ['PUT', 'http://h/a', { A: 'b, c' }]);
  assert.equal(Buffer.from(target!.body![0]!.bytes).toString(), 'hi');
});

test('what is wrong in a targets file is told with its line', () => {
  assert.equal(messageOf(parseTargets('\n# nothing\n')), 'has no requests');
  assert.equal(messageOf(parseTargets('hello\n')), 'line 1: must be METHOD URL, got "hello"');
  assert.match(messageOf(parseTargets('GET /a\n\nX-A: 1\n')), /^line 3: must be METHOD URL/);
  assert.match(messageOf(parseTargets('GET /a\nno header\n')), /^line 2: must be "Name: value", @file or METHOD URL/);
  assert.equal(messageOf(parseTargets('{"method":"GET","url":"/"}\nnull\n')), 'line 2: is not a JSON object');
  assert.match(
    messageOf(parseTargets('{"method":"GET","url":"h:1/a"}')),
    /^line 1: url must be http:\/\/.*got "h:1\/a"/,
  );
  assert.match(messageOf(parseTargets('GET /a\n@nowhere.bin\n')), /^line 2: cannot read "nowhere.bin" \(ENOENT\)/);
  assert.match(messageOf(parseTargets('FETCH http://h/a\n')), /^line 1: must be one of GET/);
  assert.match(messageOf(parseTargets('{"method":"GET","url":"/a"}\n{"method":"GET"}\n')), /^line 2: has no url/);
  assert.match(messageOf(parseTargets('{"method":"GET","url":"/a"}\nx\n')), /^line 2: is not a JSON object/);
});

const entry = (request: object): object => ({ request: { method: 'GET', url: 'http://h/a', headers: [], ...request } });

function har(...requests: object[]): string {
  return JSON.stringify({ log: { version: '1.2', entries: requests.map(entry) } });
}

test('a HAR recording is read without what belongs to its connection', () => {
  const headers = [
    ':authority: h',
    'Host: h',
    'connection: keep-alive',
    'Content-Length: 3',
    'TE: trailers',
    'Accept: a/b',
    'cookie: a=1',
    'cookie: b=2',
  ].map((text) => ({ name: text.slice(0, text.lastIndexOf(': ')), value: text.slice(text.lastIndexOf(': ') + 2) }));
  const parsed = parseHar(har({ headers, cookies: [{ name: 'ignored', value: 'x' }] }));
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value.entries[0]?.headers, { Accept: 'a/b', cookie: 'a=1; b=2' });
});

test('a HAR body is its text, its bytes in base64, or its form fields', () => {
  const bodies = [
    { mimeType: 'text/plain', text: 'é' },
    { mimeType: 'application/octet-stream', text: 'AP8=', encoding: 'base64' },
    { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'a b', value: 'c&d' }] },
  ].map((postData) => {
    const parsed = parseHar(har({ method: 'POST', postData }));
    assert.ok(parsed.ok);
    const { headers, body } = parsed.value.entries[0]!;
    return [headers['Content-Type'], Buffer.from(body!).toString('hex')];
  });
  assert.deepEqual(bodies, [
    ['text/plain', 'c3a9'],
    ['application/octet-stream', '00ff'],
    ['application/x-www-form-urlencoded', Buffer.from('a+b=c%26d').toString('hex')],
  ]);
});

test('cookies that a HAR lists by themselves are sent, and what is no HTTP is counted', () => {
  const parsed = parseHar(
    har(
      { cookies: [{ name: 'a', value: '1' }] },
      { url: 'data:text/plain,x' },
      { url: 'ws://h/' },
      { method: 'CONNECT' },
    ),
  );
  assert.ok(parsed.ok);
  assert.deepEqual(
    parsed.value.entries.map(({ headers }) => headers),
    [{ Cookie: 'a=1' }],
  );
  assert.equal(parsed.value.unusable, 3);
});

test('what is no HAR is told', () => {
  const cookies = [{ name: 'a', value: '1\r\nX-Injected: 1' }];
  assert.match(messageOf(parseHar(har({ cookies }))), /^entry 0: must be "Name: value"/);
  assert.match(messageOf(parseHar('{')), /^is not JSON: /);
  for (const text of ['null', '[]', '{"log":{}}']) assert.match(messageOf(parseHar(text)), /^is no HAR/);
});

test('a form is what an independent parser reads', async () => {
  const file = join(folder, 'a "b".html');
  writeFileSync(file, new Uint8Array([0, 255, 13, 10, 45, 45]));
  const fields = ['title=Hi; there', 'empty=', 'x=a=b\nc', `up"load=@${file}`].map((text) => {
    const parsed = parseFormField(text);
    assert.ok(parsed.ok);
    return parsed.value;
  });
  const { contentType, body } = multipartForm(fields);
  const bytes = Buffer.concat(body.map((piece) => piece.bytes));
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  assert.deepEqual([...form.keys()], ['title', 'empty', 'x', 'up"load']);
  assert.deepEqual([form.get('title'), form.get('empty'), form.get('x')], ['Hi; there', '', 'a=b\nc']);
  const upload = form.get('up"load');
  assert.ok(upload instanceof File);
  assert.deepEqual([upload.name, upload.type], ['a "b".html', 'text/html']);
  assert.deepEqual(Buffer.from(await upload.arrayBuffer()).toString('hex'), '00ff0d0a2d2d');
});

test('the boundary of a form is in none of its fields', () => {
  const { contentType } = multipartForm([
    { name: 'a', content: Buffer.from('perfcmp-form-boundary-1'), fileName: null },
  ]);
  assert.match(contentType, /boundary=perfcmp-form-boundary-2$/);
});

test('a form field that says nothing, and a file that is not there, are told', () => {
  assert.match(messageOf(parseFormField('name')), /^must be name=value or name=@file/);
  assert.match(messageOf(parseFormField('a=@/nowhere/x')), /^cannot read "\/nowhere\/x" \(ENOENT\)/);
});
