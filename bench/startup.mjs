// Milliseconds from starting the program to the first byte of a request at the server, and the CPU time that it has used
// by then, which other work on the machine does not change as much; `node bench/startup.mjs [rounds]`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 10);
const bin = fileURLToPath(new URL('../bin/perfcmp.js', import.meta.url));
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx';

const TICK_MS = 10;

/** User and system time of a process and its threads. */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function firstRequest() {
  let firstMs = null;
  let firstCpuMs = null;
  let child = null;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      firstMs ??= performance.now();
      firstCpuMs ??= cpuMs(child.pid);
      socket.write(ANSWER);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const startMs = performance.now();
  child = spawn(
    process.execPath,
    [bin, 'load', `http://127.0.0.1:${server.address().port}/`, '-n', '10', '-c', '1', '--quiet'],
    { stdio: 'ignore' },
  );
  await once(child, 'exit');
  const endMs = performance.now();
  server.close();
  return { first: firstMs - startMs, firstCpu: firstCpuMs, all: endMs - startMs };
}

const runs = [];
for (let round = 0; round < rounds; round += 1) runs.push(await firstRequest());
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const medianMs = (of) => `${median(runs.map(of)).toFixed(0)} ms`;
console.log(
  `start to first request ${medianMs((run) => run.first)} (${medianMs((run) => run.firstCpu)} of CPU), ` +
    `to the end of 10 requests ${medianMs((run) => run.all)} (median of ${rounds}; node ${process.versions.node})`,
);
