import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { test } from 'node:test';
import { parseCgroupPath, parseUsageNs } from '../../../src/target/container/container-use.js';
import { engineMessage, isRemote } from '../../../src/target/container/engine.js';
import { parseImage } from '../../../src/target/container/image.js';
import { parseContainers } from '../../../src/target/container/inspect.js';
import { isOwnerGone, OWNER_LABEL, ownLabels } from '../../../src/target/container/owner.js';
import { isProxyCommand } from '../../../src/target/container/port-helpers.js';

test('of what an engine complains the line that says what is wrong is told, without who says it', () => {
  const rows: [string, string][] = [
    ['Error response from daemon: No such image: x:latest', 'No such image: x:latest'],
    [
      "docker: Error response from daemon: Conflict. The name is in use.\n\nRun 'docker run --help' for more information",
      'Conflict. The name is in use',
    ],
    ['Using default tag: latest\nError response from daemon: pull access denied for x', 'pull access denied for x'],
    [
      "docker: unknown command: docker compose\n\nRun 'docker --help' for more information",
      'unknown command: docker compose',
    ],
    ['Error: short-name "x" did not resolve to an alias', 'short-name "x" did not resolve to an alias'],
    ['something else', 'something else'],
    ['', ''],
  ];
  for (const [text, expected] of rows) assert.equal(engineMessage(text), expected);
});

test('an image tells its version and its TCP ports', () => {
  const Id = `sha256:${'3f2a9c81b6d0'.padEnd(64, '0')}`;
  const image = (Config: unknown) => parseImage(`${JSON.stringify({ Id, Config })}\n`);
  assert.deepEqual(image({ ExposedPorts: { '8443/tcp': {}, '80/tcp': {}, '53/udp': {} }, Labels: null }), {
    id: Id,
    version: '3f2a9c81b6d0',
    ports: [80, 8443],
  });
  assert.deepEqual(image({ Labels: { 'org.opencontainers.image.version': '1.27.3' } }), {
    id: Id,
    version: '1.27.3',
    ports: [],
  });
  assert.deepEqual(image(undefined), { id: Id, version: '3f2a9c81b6d0', ports: [] });
  assert.equal(parseImage('\n'), null);
  const podman = JSON.stringify([{ Id: Id.slice(7), Config: { ExposedPorts: { '3000/tcp': {} } } }], null, 5);
  assert.deepEqual(parseImage(`${podman}\n`), { id: Id.slice(7), version: '3f2a9c81b6d0', ports: [3000] });
});

test('a container is read from docker and from podman alike; what is none is left out', () => {
  const State = { Status: 'exited', Running: false, Pid: 0, ExitCode: 137, OOMKilled: true };
  const docker = { Id: 'a1', Name: '/web', State, Config: { Labels: { perfcmp: 'x' } } };
  const podman = { Id: 'b2', Name: 'db', State: { Running: true, Pid: 77 }, Config: { Labels: null } };
  assert.deepEqual(
    parseContainers(JSON.stringify([docker, podman], null, 5)).map(({ name }) => name),
    ['web', 'db'],
  );
  assert.deepEqual(parseContainers(`${[docker, podman, {}].map((one) => JSON.stringify(one)).join('\n')}\nno JSON\n`), [
    {
      id: 'a1',
      name: 'web',
      isRunning: false,
      pid: null,
      exitCode: 137,
      isOutOfMemory: true,
      labels: { perfcmp: 'x' },
    },
    { id: 'b2', name: 'db', isRunning: true, pid: 77, exitCode: null, isOutOfMemory: false, labels: {} },
  ]);
});

test('the CPU time of a cgroup is read from version 2 only', () => {
  assert.equal(parseCgroupPath('0::/system.slice/docker-3f2a.scope\n'), '/system.slice/docker-3f2a.scope');
  assert.equal(parseCgroupPath('12:cpu,cpuacct:/docker/3f2a\n'), null);
  assert.equal(parseUsageNs('usage_usec 1234567\nuser_usec 1000000\n'), 1_234_567_000);
  assert.equal(parseUsageNs('nr_periods 0\n'), null);
});

test('an engine on another machine is known by its address', () => {
  const here = ['', 'unix:///var/run/docker.sock', 'tcp://127.0.0.1:2375', 'tcp://localhost:2375', 'tcp://[::1]:2375'];
  const far = ['tcp://10.0.0.7:2376', 'ssh://me@build.example', 'https://build.example', 'tcp://[fe80::7]:1'];
  assert.deepEqual([here.filter(isRemote), far.filter(isRemote)], [[], far]);
});

test('the proxy of a port is known by its arguments', () => {
  const words = [
    '/usr/bin/docker-proxy',
    '-proto',
    'tcp',
    '-host-ip',
    '127.0.0.1',
    '-host-port',
    '24001',
    '-use-listen-fd',
  ];
  assert.equal(isProxyCommand(`${words.join('\0')}\0`, 24_001), true);
  assert.equal(isProxyCommand(`${words.join('\0')}\0`, 2400), false);
  assert.equal(isProxyCommand('haproxy\0-f\0/etc/haproxy.cfg\0', 24_001), false);
});

test('a container belongs to the process that started it, as long as that lives', () => {
  const own = ownLabels('run')[OWNER_LABEL] ?? '';
  assert.equal(isOwnerGone(own), false);
  assert.equal(
    isOwnerGone(own.replace(/[^/]*(?=\/[^/]*$)/, '1')),
    process.platform === 'linux',
    'its number belongs to another now',
  );
  const namespace = own.split('/').at(-1);
  assert.equal(isOwnerGone(`${hostname()}/4194303/1/${namespace}`), true, 'nobody has that number');
  assert.equal(isOwnerGone(`${hostname()}/4194303/1/pid:[1]`), false, 'somebody may have it in another namespace');
  assert.equal(isOwnerGone(`${hostname()}/4194303/1`), false, 'it does not say in which');
  assert.equal(isOwnerGone(`elsewhere/4194303/1/${namespace}`), false, 'nobody can tell');
  assert.equal(isOwnerGone(undefined), false);
});
