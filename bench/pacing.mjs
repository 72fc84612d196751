// How exactly requests leave at their time: send minus due as perfcmp records it, and the gaps between arrivals as a
// server sees them, which is what counts in the end. The server of this process does nothing but read the clock; between
// the two lie the loopback and its own wake-up. Wants two cores that are idle: one for each.
//
//   node bench/pacing.mjs [--rate 1000 --rate 10000 ...] [--seconds 5] [--threads 1] [--connections 64]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', multiple: true, default: ['100', '1000', '5000', '10000', '20000'] },
    seconds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '1' },
    connections: { type: 'string', default: '64' },
  },
});
const bin = fileURLToPath(new URL('../bin/perfcmp.js', import.meta.url));
const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');

/** One load at this rate: the report, and when its requests arrived. */
async function loadAt(rate) {
  const arrivedMs = new Float64Array(Math.ceil(Number(rate) * (Number(values.seconds) + 3)));
  let arrived = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    // A request is far smaller than a packet: one read, one request.
    socket.on('data', () => {
      if (arrived < arrivedMs.length) arrivedMs[arrived] = performance.now();
      arrived += 1;
      socket.write(ANSWER);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { threads, connections, seconds } = values;
  const url = `http://127.0.0.1:${server.address().port}/`;
  const child = spawn(
    process.execPath,
    [
      bin,
      'load',
      url,
      '-R',
      rate,
      '-d',
      `${seconds}s`,
      '-t',
      threads,
      '-c',
      connections,
      '--format',
      'json',
      '--quiet',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  const [code] = await once(child, 'close');
  server.close();
  if (code !== 0) throw new Error(`perfcmp ended with ${code}`);
  return { measured: JSON.parse(stdout).measurements[0], arrivedMs: arrivedMs.subarray(0, arrived) };
}

/** Sorted distances in microseconds of the gaps from what the rate says. */
function gapErrorsUs(arrivedMs, rate) {
  const gapUs = 1e6 / Number(rate);
  return arrivedMs
    .slice(1)
    .map((ms, index) => Math.abs((ms - arrivedMs[index]) * 1000 - gapUs))
    .sort();
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

function row(cells) {
  return `| ${cells.map((cell, index) => String(cell).padStart(index === 0 ? 6 : 9)).join(' | ')} |`;
}

const us = (value) => (value === null ? 'n/a' : value.toFixed(value < 100 ? 1 : 0));
const [load] = loadavg();
console.log(
  `${values.seconds} s each, ${values.connections} connections, ${values.threads} threads, ${cpus().length} cores ` +
    `(${cpus()[0].model}), load average ${load.toFixed(1)}, node ${process.versions.node}; microseconds\n`,
);
console.log(row(['rate', 'sent', 'late p50', 'late p99', 'late max', 'gap p50', 'gap p99', 'gap p99.9', 'busy']));
console.log(row(Array.from({ length: 9 }, () => '--:')));
for (const rate of values.rate) {
  const { measured, arrivedMs } = await loadAt(rate);
  const { pacingUs, due, unsent } = measured.arrivals;
  const errors = gapErrorsUs(arrivedMs, rate);
  console.log(
    row([
      rate,
      due - unsent,
      us(pacingUs.p50),
      us(pacingUs.p99),
      us(pacingUs.max),
      us(at(errors, 0.5)),
      us(at(errors, 0.99)),
      us(at(errors, 0.999)),
      `${(100 * measured.generator.busy).toFixed(0)} %`,
    ]),
  );
}
