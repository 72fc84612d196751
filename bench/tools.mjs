// The load generators that are compared: how each is called for a shape of load, and how many requests it says were
// answered. A tool that is not installed has no version.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Shapes of load: pipelining, TLS, HTTP/2 over plain connections. */
export const SHAPES = {
  p1: { title: 'pipelining 1', depth: 1, server: 'plain' },
  p10: { title: 'pipelining 10', depth: 10, server: 'plain' },
  p16: { title: 'pipelining 16', depth: 16, server: 'plain' },
  tls: { title: 'TLS', depth: 1, server: 'tls' },
  h2: { title: 'HTTP/2, one stream a connection', depth: 1, server: 'h2c' },
  h2m10: { title: 'HTTP/2, ten streams a connection', depth: 10, server: 'h2c' },
};

/** The tools that are installed, each with a label of name and version; `scratch` is a folder for their scripts. */
export function installedTools({ connections, seconds, scratch }) {
  const perfcmp = (url, { depth, server }, ...more) => [
    process.execPath,
    join(root, 'bin/perfcmp.js'),
    ...['load', url, '-c', connections, '-d', `${seconds}s`, '-p', String(depth), '--format', 'json', '--quiet'],
    ...(server === 'tls' ? ['--insecure'] : []),
    ...(server === 'h2c' ? ['--http2'] : []),
    ...more,
  ];
  const perfcmpAnswered = (stdout) => JSON.parse(stdout).measurements[0].requests.ok;
  const tools = [
    {
      name: 'perfcmp',
      version: () => packageVersion('package.json'),
      does: () => true,
      command: perfcmp,
      answered: perfcmpAnswered,
    },
    {
      name: 'perfcmp undici',
      version: () => packageVersion('node_modules/undici/package.json'),
      does: ({ server }) => server !== 'h2c',
      command: (url, shape) => perfcmp(url, shape, '--engine', 'undici'),
      answered: perfcmpAnswered,
    },
    {
      name: 'wrk',
      version: () => printed(/wrk (\S+)/, 'wrk', '-v'),
      does: ({ server }) => server !== 'h2c',
      command: (url, { depth }) => [
        ...['wrk', '-t', '1', '-c', connections, '-d', `${seconds}s`],
        ...(depth === 1 ? [] : ['-s', pipelineScript(depth, scratch)]),
        url,
      ],
      answered: (stdout) => Number(/(\d+) requests in/.exec(stdout)[1]),
    },
    {
      name: 'h2load',
      version: () => printed(/nghttp2\/(\S+)/, 'h2load', '--version'),
      does: () => true,
      command: (url, { depth, server }) => [
        ...['h2load', '-t', '1', '-c', connections, '-D', String(seconds), '-m', String(depth)],
        ...(server === 'h2c' ? [] : ['--h1']),
        url,
      ],
      answered: (stdout) => Number(/(\d+) succeeded/.exec(stdout)[1]),
    },
    ...['node:http2', 'undici'].map((library) => ({
      name: library === 'undici' ? 'undici h2' : library,
      version: () =>
        library === 'undici' ? packageVersion('node_modules/undici/package.json') : process.versions.node,
      does: ({ server }) => server === 'h2c',
      command: (url, { depth }) => [
        process.execPath,
        join(root, 'bench/h2-client.mjs'),
        ...[library, new URL(url).port, connections, String(depth), String(seconds)],
      ],
      answered: Number,
    })),
    {
      name: 'autocannon',
      version: () => packageVersion('node_modules/autocannon/package.json'),
      does: ({ server }) => server !== 'h2c',
      command: (url, { depth }) => [
        process.execPath,
        join(root, 'node_modules/autocannon/autocannon.js'),
        ...['-c', connections, '-d', String(seconds), '-p', String(depth), '--json', '--no-progress', url],
      ],
      answered: (stdout) => JSON.parse(stdout)['2xx'],
    },
    {
      name: 'oha',
      version: () => printed(/oha (\S+)/, 'oha', '--version'),
      does: ({ depth, server }) => server === 'h2c' || depth === 1,
      command: (url, { depth, server }) => [
        ...['oha', '-c', connections, '-z', `${seconds}s`, '--no-tui', '--output-format', 'json', '--insecure'],
        ...(server === 'h2c' ? ['--http2', '-p', String(depth)] : []),
        url,
      ],
      answered: (stdout) => JSON.parse(stdout).statusCodeDistribution['200'],
    },
    {
      name: 'bombardier',
      version: () =>
        printed(/bombardier/, 'bombardier', '--help') === undefined ? undefined : goVersion('bombardier'),
      // It speaks HTTP/2 over TLS only.
      does: ({ depth, server }) => depth === 1 && server !== 'h2c',
      command: (url) => [
        ...['bombardier', '-c', connections, '-d', `${seconds}s`, '-o', 'json', '-p', 'r', '-k', '--fasthttp'],
        url,
      ],
      answered: (stdout) => JSON.parse(stdout).result.req2xx,
    },
    {
      name: 'hey',
      version: () => goVersion('hey'),
      does: ({ depth, server }) => depth === 1 && server !== 'h2c',
      command: (url) => ['hey', '-c', connections, '-z', `${seconds}s`, url],
      answered: (stdout) => Number(/\[200\]\s+(\d+) responses/.exec(stdout)[1]),
    },
    {
      name: 'vegeta',
      version: () => goVersion('vegeta'),
      does: ({ depth }) => depth === 1,
      command: (url, { server }) => [
        'sh',
        '-c',
        `echo "GET ${url}" | vegeta attack -rate 0 -max-workers ${connections} -workers ${connections} ` +
          `-connections ${connections} -duration ${seconds}s -insecure ${server === 'h2c' ? '-h2c' : '-http2=false'} | ` +
          'vegeta report -type json',
      ],
      answered: (stdout) => JSON.parse(stdout).status_codes['200'],
    },
    {
      name: 'k6',
      version: () => printed(/k6\S* v?(\d\S*)/, 'k6', 'version'),
      does: ({ depth, server }) => depth === 1 && server !== 'h2c',
      command: (url) => [
        'k6',
        'run',
        '--quiet',
        '--insecure-skip-tls-verify',
        k6Script(url, connections, seconds, scratch),
      ],
      answered: (stdout) => Number(/^\{.*\}$/m.exec(stdout) && JSON.parse(/^\{.*\}$/m.exec(stdout)[0]).answered),
    },
  ];
  return tools.flatMap((tool) => {
    const version = tool.version();
    if (version === undefined) process.stderr.write(`${tool.name} is not installed: left out\n`);
    return version === undefined ? [] : [{ ...tool, label: `${tool.name} ${version}` }];
  });
}

function packageVersion(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8')).version;
}

function printed(pattern, ...command) {
  const { stdout = '', stderr = '' } = spawnSync(command[0], command.slice(1), { encoding: 'utf8' });
  const match = pattern.exec(`${stdout}${stderr}`);
  return match === null ? undefined : (match[1] ?? match[0]);
}

/** Of a Go program, which knows what it was built from. */
function goVersion(name) {
  const file = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
  return file === '' ? undefined : (printed(/^\tmod\t\S+\t(\S+)/m, 'go', 'version', '-m', file) ?? 'unknown');
}

// wrk has no pipelining of its own; this is what its users do, and what TechEmpower does.
function pipelineScript(depth, scratch) {
  const file = join(scratch, `pipeline-${depth}.lua`);
  const lines = [
    'init = function(args)',
    '  local one = wrk.format()',
    '  batch = ""',
    `  for i = 1, ${depth} do batch = batch .. one end`,
    'end',
    'request = function() return batch end',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

function k6Script(url, connections, seconds, scratch) {
  const file = join(scratch, 'k6.js');
  const lines = [
    "import http from 'k6/http';",
    `export const options = { vus: ${connections}, duration: '${seconds}s', discardResponseBodies: true };`,
    `export default () => { http.get('${url}'); };`,
    'export const handleSummary = ({ metrics }) => ({',
    "  stdout: '\\n' + JSON.stringify({ answered: metrics.http_reqs.values.count }) + '\\n',",
    '});',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
