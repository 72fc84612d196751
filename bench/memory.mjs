// Whether the generator grows: its resident memory over a run of ten million requests, sampled ten times.
//
//   node bench/memory.mjs --requests 10000000 --pipelining 16
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startServer } from './servers.mjs';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000000' },
    connections: { type: 'string', default: '64' },
    pipelining: { type: 'string', default: '16' },
    server: { type: 'string', default: 'plain' },
  },
});
const SAMPLE_MS = 250;
const SHOWN = 10;
const bin = fileURLToPath(new URL('../bin/perfcmp.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-bench-'));

/** Null once the process has ended. */
function rssMb(pid) {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

const server = await startServer(values.server, scratch);
try {
  const child = spawn(
    process.execPath,
    [
      ...[bin, 'load', server.url, '-c', values.connections, '-n', values.requests, '-p', values.pipelining],
      ...['--format', 'json', '--quiet', ...(values.server === 'tls' ? ['--insecure'] : [])],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  const samples = [];
  const startMs = performance.now();
  const timer = setInterval(() => {
    const mb = rssMb(child.pid);
    if (mb !== null) samples.push({ seconds: (performance.now() - startMs) / 1000, mb });
  }, SAMPLE_MS);
  await once(child, 'close');
  clearInterval(timer);
  const { requests } = JSON.parse(stdout).measurements[0];
  console.log(`${requests.ok} of ${requests.sent} requests ok, ${values.pipelining} deep\n`);
  console.log('| seconds | resident memory |');
  console.log('| ---: | ---: |');
  for (let shown = 1; shown <= SHOWN; shown += 1) {
    const sample = samples[Math.ceil((shown / SHOWN) * samples.length) - 1];
    if (sample !== undefined) console.log(`| ${sample.seconds.toFixed(1)} | ${sample.mb.toFixed(1)} MB |`);
  }
} finally {
  server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
