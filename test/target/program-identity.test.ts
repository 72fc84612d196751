import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ProgramIdentity } from '../../src/model/resume.js';
import type { ComposeTarget, ContainerTarget } from '../../src/model/target.js';
import { programIdentity } from '../../src/target/program-identity.js';
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

function identity(target: ComposeTarget | ContainerTarget): Promise<ProgramIdentity> {
  return programIdentity(target, []);
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
