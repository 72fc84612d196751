import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox } from './program.js';
import { assertNear, littlesShare, reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

/** Runs `use` with the URL of a server that answers like this. */
async function withServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('-n sends exactly so many requests, over all connections, threads and pipelines', async () => {
  for (const letters of [
    ['-n', '1234', '-c', '7', '-t', '2', '-p', '3'],
    ['-n', '500', '-c', '16'],
    ['-n', '3', '-c', '10'],
  ]) {
    let seen = 0;
    const count = (_request: IncomingMessage, response: ServerResponse): void => {
      seen += 1;
      response.end('counted');
    };
    await withServer(count, async (url) => {
      const { code, stdout } = await sandbox.runHere(['load', url, ...letters, '--format', 'json']);
      const [measurement] = reportIn(stdout).measurements;
      const wanted = Number(letters[1]);
      assert.deepEqual([code, seen, measurement?.requests.ok], [EXIT.ok, wanted, wanted], letters.join(' '));
    });
  }
});

/** A lane waits nearly all the time, however late its answer comes: what happens between two requests is little beside it. */
const answerLate = (_request: IncomingMessage, response: ServerResponse): void => {
  setTimeout(() => response.end('x'), 8);
};

test("Little's law holds for a load with pipelining and two threads", async () => {
  await withServer(answerLate, async (url) => {
    // A hundred for each lane, so that what is not full at both ends is little, too.
    const args = ['load', url, '-n', '3200', '-c', '8', '-p', '4', '-t', '2', '--format', 'json'];
    const [measurement] = reportIn((await sandbox.runHere(args)).stdout).measurements;
    assert.ok(measurement);
    assertNear(littlesShare(measurement, 32), 1, 0.05, 'in flight');
  });
});

test('-L prints what a script that was written for wrk reads', async () => {
  const answer = (_request: IncomingMessage, response: ServerResponse): unknown => response.end('x'.repeat(2000));
  await withServer(answer, async (url) => {
    // Enough for a p99, however long they take.
    const { stdout } = await sandbox.runHere(['load', '-t2', '-c4', '-n2k', '--latency', url]);
    const patterns = [
      /^Running \d+s test @ http:\/\/127\.0\.0\.1:\d+\/$/m,
      /^ +(\d+) threads and (\d+) connections$/m,
      /^ +Latency +([\d.]+)(us|ms|s) +([\d.]+)(us|ms|s) +([\d.]+)(us|ms|s) +([\d.]+)%$/m,
      /^ +Req\/Sec +([\d.]+)(k|M)? +([\d.]+)(k|M)? +([\d.]+)(k|M)? +([\d.]+)%$/m,
      /^ +50% +([\d.]+)(us|ms|s)$/m,
      /^ +99% +([\d.]+)(us|ms|s)$/m,
      /^ +(\d+) requests in ([\d.]+)(ms|s|m), ([\d.]+)(B|KB|MB|GB) read$/m,
      /^Requests\/sec: +([\d.]+)$/m,
      /^Transfer\/sec: +([\d.]+)(B|KB|MB|GB)$/m,
    ];
    for (const pattern of patterns) assert.match(stdout, pattern);
  });
});

test('where nobody listens a load says so at once, exit 3', async () => {
  for (const more of [[], ['--dry-run']]) {
    const { code, stdout, stderr } = await sandbox.runHere(['load', 'http://127.0.0.1:1/', '-d', '10m', ...more]);
    assert.deepEqual([code, stdout], [EXIT.target, '']);
    assert.match(stderr, /^error: .*http:\/\/127\.0\.0\.1:1\/.*ECONNREFUSED.*\nhint: is the server running.*\n$/);
  }
});

test('a server that only fails is exit 5, with the whole report', async () => {
  const fail = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(500).end('no');
  };
  await withServer(fail, async (url) => {
    const { code, stdout } = await sandbox.runHere(['load', url, '-n', '100', '--format', 'json']);
    const [measurement] = reportIn(stdout).measurements;
    assert.equal(code, EXIT.invalid);
    assert.deepEqual([measurement?.throughput.value, measurement?.statuses], [0, { '500': 100 }]);
    assert.deepEqual([measurement?.requests.failed, measurement?.errors.status], [100, 100]);
  });
});

test('--dry-run sends the one request that a load would repeat and shows its answer', async () => {
  const sent: unknown[] = [];
  const echo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    sent.push([request.method, request.url, request.headers['x-one'], await text(request)]);
    response.writeHead(418, { 'X-Pot': 'tea' }).end('short and stout');
  };
  await withServer(echo, async (url) => {
    const args = ['load', url, '--dry-run', '--path', '/items?a=1', '-b', '{"id":1}', '-H', 'X-One: 1'];
    const { code, stdout } = await sandbox.runHere(args);
    assert.deepEqual(sent, [['POST', '/items?a=1', '1', '{"id":1}']]);
    assert.match(stdout, /^> POST \/items\?a=1 HTTP\/1\.1\n> Host: 127.*\n> X-One: 1\n\n\{"id":1\}\n\n/);
    assert.match(stdout, /^< 418 \(would count as failed\)\n< x-pot: tea\n(< .*\n)*\nshort and stout\n$/m);
    assert.equal(code, EXIT.invalid);
    assert.equal((await sandbox.runHere([...args, '--expect-status', '418'])).code, EXIT.ok);
  });
});

test('a stored load is reported again in every format, and files get theirs at once', async () => {
  await withServer(
    (_request, response) => response.end('x'),
    async (url) => {
      const files = ['--output', 'a.json,b.md,c.csv,e.html', '--output', 'wrk=d'];
      const { code, stdout } = await sandbox.run(['load', url, '-n', '200', '--store', '--quiet', ...files]);
      assert.equal(code, EXIT.ok);
      assert.match(stdout, /^ stored as \d{8}-\d{4}-[0-9a-f]{4}; perfcmp report last --output report\.md$/m);
      const written = (name: string): string => readFileSync(join(sandbox.folder, name), 'utf8');
      const report = reportIn(written('a.json'));
      assert.equal(report.measurements[0]?.requests.ok, 200);
      for (const [format, expected] of Object.entries({
        text: stdout,
        json: written('a.json'),
        markdown: written('b.md'),
        csv: written('c.csv'),
        wrk: written('d'),
        html: written('e.html'),
      })) {
        const again = await sandbox.runHere(['report', 'last', '--format', format]);
        assert.deepEqual([again.code, again.stdout, again.stderr], [EXIT.ok, expected, ''], format);
      }
    },
  );
});
