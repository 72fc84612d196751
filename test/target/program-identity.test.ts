import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findOnPath } from '../../src/machine/toolchain.js';
import type { ProgramIdentity } from '../../src/model/resume.js';
import type { ComposeTarget, ContainerTarget, Target } from '../../src/model/target.js';
import { programIdentities } from '../../src/target/program-identity.js';
import { createStandIn } from '../helpers/docker.js';

const standIn = createStandIn();
Object.assign(process.env, standIn.env);
after(standIn.remove);
const cwd = join(standIn.env.STANDIN_DOCKER, 'shop');
mkdirSync(cwd);

const READINESS = { healthPath: '/', readyTimeoutMs: 1000 };
const WEB: ComposeTarget = {
  kind: 'compose',
  name: 'web',
  service: 'web',
  port: 80,
  files: [],
  env: {},
  cwd,
  ...READINESS,
};
const APP: ContainerTarget = {
  kind: 'docker',
  name: 'app',
  image: 'app',
  port: 80,
  args: [],
  env: {},
  cpus: null,
  memory: null,
  pull: 'missing',
  network: 'bridge',
  ...READINESS,
};

async function identity(target: ComposeTarget | ContainerTarget): Promise<ProgramIdentity> {
  const { it } = await programIdentities(new Map([['it', target]]), []);
  assert.ok(it !== undefined);
  return it;
}

function compose(changes: { readonly web?: object; readonly other?: object } = {}): void {
  const services = {
    web: { image: 'app', depends_on: { db: {} }, ...changes.web },
    db: { build: { context: 'x' }, depends_on: ['cache'] },
    cache: { image: 'cache' },
    other: { image: 'other', ...changes.other },
  };
  writeFileSync(join(cwd, 'compose.yaml'), JSON.stringify({ services }));
}

test('a container is known by the id of its image, not by its name', async () => {
  standIn.addImage('app');
  const before = await identity(APP);
  assert.deepEqual([before.files, Object.keys(before.images ?? {})], [null, ['app']]);
  assert.match(before.images?.app ?? '', /^sha256:[0-9a-f]{64}$/);
  standIn.addImage('app', { content: 'another' });
  assert.notEqual((await identity(APP)).images?.app, before.images?.app);
  standIn.addImage('app', { isRemote: true });
  assert.deepEqual((await identity(APP)).images, { app: null });
});

test('a service is known by what compose resolves of it and of what it depends on, and by their images', async () => {
  standIn.addImage('app');
  standIn.addImage('cache');
  compose();
  const before = await identity(WEB);
  const [built = '', ...named] = Object.keys(before.images ?? {}).sort((a, b) => b.length - a.length);
  assert.match(built, /^perfcmp-[0-9a-f]{8}-db$/);
  assert.deepEqual([named.sort(), before.images?.[built]], [['app', 'cache'], null]);
  assert.equal(before.images?.cache, `sha256:${Buffer.from('cache').toString('hex').padEnd(64, '0')}`);
  compose({ other: { image: 'elsewhere' } });
  assert.deepEqual(await identity(WEB), before);
  compose({ web: { environment: { POOL: '9' } } });
  const changed = await identity(WEB);
  assert.notEqual(changed.services, before.services);
  assert.deepEqual(changed.images, before.images);
});

test('what compose cannot tell is not there', async () => {
  writeFileSync(join(cwd, 'compose.yaml'), '{');
  const { images, services } = await identity(WEB);
  assert.deepEqual([images, services], [undefined, undefined]);
});

const noGit = findOnPath('git') === null ? 'there is no git' : false;

test('commands are known by the commit around their folder and by what was changed, asked for once a folder', {
  skip: noGit,
}, async () => {
  const folder = mkdtempSync(join(standIn.env.STANDIN_DOCKER, 'repository-'));
  const outside = mkdtempSync(join(standIn.env.STANDIN_DOCKER, 'folder-'));
  // Of a hook, or of whoever works here, nothing may be meant.
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { stdio: 'ignore', env });
  git('init');
  mkdirSync(join(folder, 'sub'));
  for (const name of ['server.js', 'sub/lib.js', 'report.html']) writeFileSync(join(folder, name), 'first');
  const targets = new Map(
    [folder, folder, join(folder, 'sub'), outside].map((cwd, index) => [`${index}`, command(cwd)]),
  );
  const identities = () => programIdentities(targets, [join(folder, 'report.html')]);
  const commits = (all: Record<string, ProgramIdentity>) =>
    Object.values(all).map(({ tree, changes }) => [tree, changes]);
  assert.deepEqual(commits(await identities()), Array(4).fill([null, null]), 'no commit yet');

  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--message', 'all');
  const path = process.env.PATH ?? '';
  const asked = join(standIn.env.STANDIN_DOCKER, 'asked');
  const bin = mkdtempSync(join(standIn.env.STANDIN_DOCKER, 'bin-'));
  const script = `#!/bin/sh\necho "$PWD" >>'${asked}'\nexec '${findOnPath('git')}' "$@"\n`;
  writeFileSync(join(bin, 'git'), script, { mode: 0o755 });
  process.env.PATH = `${bin}:${path}`;
  const [first, second, inside, other] = commits(
    await identities().finally(() => {
      process.env.PATH = path;
    }),
  );
  assert.match(first?.[0] ?? '', /^[0-9a-f]{40,64}$/);
  assert.deepEqual([second, inside, other], [first, first, [null, null]]);
  const places = readFileSync(asked, 'utf8').trimEnd().split('\n').sort();
  assert.deepEqual(places, [folder, folder, join(folder, 'sub'), join(folder, 'sub'), outside].sort());

  writeFileSync(join(folder, 'report.html'), 'written by perfcmp');
  assert.deepEqual(commits(await identities())[0], first, 'what is left out is no change');
  writeFileSync(join(folder, 'sub/lib.js'), 'second');
  const [changed] = commits(await identities());
  assert.equal(changed?.[0], first?.[0]);
  assert.notEqual(changed?.[1], first?.[1]);
});

function command(cwd: string): Target {
  return { kind: 'command', name: 'own', command: 'node server.js', cwd, env: {}, ...READINESS };
}
