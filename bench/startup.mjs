// Milliseconds from starting the program to the first byte of a request at the server; `node bench/startup.mjs [rounds]`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 10);
const bin = fileURLToPath(new URL('../bin/perfcmp.js', import.meta.url));
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx';

async function firstRequestMs() {
  let firstMs = null;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      firstMs ??= performance.now();
      socket.write(ANSWER);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const startMs = performance.now();
  const child = spawn(
    process.execPath,
    [bin, 'load', `http://127.0.0.1:${server.address().port}/`, '-n', '10', '-c', '1', '--quiet'],
    { stdio: 'ignore' },
  );
  await once(child, 'exit');
  const endMs = performance.now();
  server.close();
  return { first: firstMs - startMs, all: endMs - startMs };
}

const runs = [];
for (let round = 0; round < rounds; round += 1) runs.push(await firstRequestMs());
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(
  `start to first request ${median(runs.map((run) => run.first)).toFixed(0)} ms, to the end of 10 requests ${median(runs.map((run) => run.all)).toFixed(0)} ms (median of ${rounds}; node ${process.versions.node})`,
);
