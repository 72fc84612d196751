import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import type { PullPolicy } from '../../src/model/container.js';
import type { RunEvent } from '../../src/model/events.js';
import { resumeRun } from '../../src/session/resume-run.js';
import { runComparison } from '../../src/session/run.js';
import { createStandIn, type StandInImage } from '../helpers/docker.js';
import { quietIo } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-resume-images-'));
const standIn = createStandIn();
Object.assign(process.env, standIn.env, {
  XDG_STATE_HOME: join(scratch, 'state'),
  PERFCMP_CACHE_DIR: join(scratch, 'cache'),
});
after(() => {
  assert.deepEqual(standIn.containers(), [], 'nothing is left behind');
  standIn.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const FLAGS = { blocks: '1', warmup: '0', slice: '20ms', connections: '1', mode: 'plain', launches: '2', path: '/' };
const COMPOSE_FILE = JSON.stringify({ services: { web: { build: { context: 'app:1' }, expose: ['80'] } } });
const IMAGE: StandInImage = { serves: ['e2e/server.mjs'], env: { DELAY_MS: '4' } };

type Targets = NonNullable<UserConfig['targets']>;

/** A run of containers that was interrupted after its first launch; gives its folder. */
async function interrupted(targets: Targets): Promise<string> {
  const cwd = mkdtempSync(join(scratch, 'project-'));
  mkdirSync(join(cwd, 'reports'));
  writeFileSync(join(cwd, 'reports', '.perfcmp'), '');
  writeFileSync(join(cwd, 'compose.yaml'), COMPOSE_FILE);
  standIn.addImage('app:1', IMAGE);
  const controller = new AbortController();
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'launch-finished') controller.abort('SIGINT');
  };
  const config = resolveRun({ positionals: [], flags: FLAGS, file: { targets }, env: {} });
  const { resumeAs } = await runComparison(config, quietIo({ cwd, signal: controller.signal, onEvent }));
  assert.ok(resumeAs !== undefined);
  return cwd;
}

let pulledOnce: Promise<string> | undefined;

/** A copy of one of a container, which it asked for as `pull` says; its image is as it was then. */
async function ofAnImage(pull: PullPolicy): Promise<string> {
  pulledOnce ??= interrupted([{ label: 'a', image: 'app:1', pull: 'missing' }]);
  const cwd = mkdtempSync(join(scratch, 'copy-'));
  cpSync(await pulledOnce, cwd, { recursive: true });
  const [id = ''] = readdirSync(join(cwd, 'reports')).filter((name) => !name.startsWith('.'));
  const file = join(cwd, 'reports', id, 'resume.json');
  const text = readFileSync(file, 'utf8');
  assert.match(text, /"pull":"missing"/);
  writeFileSync(file, text.replace('"pull":"missing"', `"pull":"${pull}"`));
  return cwd;
}

/** What resuming it comes to: an error's text, or the launches that it has. */
async function resumed(cwd: string): Promise<string | number> {
  const output = { format: 'text', files: [], quiet: true } as const;
  return resumeRun({ run: 'last', output }, quietIo({ cwd })).then(
    ({ report }) => report.plan.launchesDone,
    (error: unknown) => String(error),
  );
}

function pulls(): number {
  return standIn.calls().filter(([command]) => command === 'pull').length;
}

test('a tag that stands for another image is refused before anything is fetched', async () => {
  const cwd = await ofAnImage('missing');
  standIn.addImage('app:1', { ...IMAGE, content: 'newer' });
  const before = pulls();
  assert.match(String(await resumed(cwd)), /target "a": image "app:1" is [0-9a-f]{12}, and was [0-9a-f]{12}$/);
  assert.equal(pulls(), before);
});

test('a tag that is another image once it is pulled is refused, too', async () => {
  const cwd = await ofAnImage('always');
  standIn.addImage('app:1', { ...IMAGE, pulledContent: 'newer' });
  const before = pulls();
  assert.match(String(await resumed(cwd)), /target "a": image "app:1" is [0-9a-f]{12}, and was [0-9a-f]{12}$/);
  assert.equal(pulls(), before + 1);
});

test('an image that was removed is fetched again, and the run goes on if it is the same', async () => {
  const cwd = await ofAnImage('missing');
  standIn.addImage('app:1', { ...IMAGE, isRemote: true });
  assert.equal(await resumed(cwd), 2);
});

test('a service that is built again from the same is the same, and the run goes on', async () => {
  const cwd = await interrupted([{ label: 'a', service: 'web', port: 80 }]);
  assert.equal(await resumed(cwd), 2);
});
