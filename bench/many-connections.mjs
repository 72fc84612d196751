// What ten thousand open connections cost the generator: its largest resident memory, and whatever failed on the way.
// The server runs in a process of its own; both need as many file descriptors (`ulimit -n`) as there are connections.
//
//   node bench/many-connections.mjs --connections 10000 --seconds 10 --rounds 3
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
    connections: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    server: { type: 'string', multiple: true, default: ['plain', 'tls'] },
  },
});
const bin = fileURLToPath(new URL('../bin/perfcmp.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-bench-'));

/** The most memory that a process has ever had, as Linux counts it; 0 once it has ended. */
function peakRssMb(pid) {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
  return Number(kilobytes) / 1024;
}

async function loadOnce(server) {
  const child = spawn(
    process.execPath,
    [
      ...[bin, 'load', server.url, '-c', values.connections, '-d', `${values.seconds}s`, '-T', '10s', '--insecure'],
      ...['--format', 'json', '--quiet'],
    ].filter((word) => word !== '--insecure' || server.url.startsWith('https:')),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  let peakMb = 0;
  const timer = setInterval(() => {
    // Gone between two looks: what it had before is the answer.
    try {
      peakMb = Math.max(peakMb, peakRssMb(child.pid));
    } catch {}
  }, 50);
  await once(child, 'close');
  clearInterval(timer);
  const [measured] = JSON.parse(stdout).measurements;
  return { peakMb, measured };
}

try {
  console.log('| server | opened | failed connects | failed requests | requests per second | peak memory |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const kind of values.server) {
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      const server = await startServer(kind, scratch);
      try {
        const { peakMb, measured } = await loadOnce(server);
        const { connections, errors, requests, throughput, topErrors } = measured;
        const cells = [
          server.title,
          connections.opened,
          errors.connect + errors.tls,
          requests.failed,
          Math.round(throughput.value),
          `${Math.round(peakMb)} MB`,
        ];
        console.log(`| ${cells.join(' | ')} |`);
        for (const { kind, message, count } of topErrors) console.log(`    ${count} x ${kind}: ${message}`);
      } finally {
        server.stop();
      }
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
