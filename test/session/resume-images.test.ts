import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { resolveRun } from '../../src/config/resolve-run.js';
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

const FLAGS = { blocks: '2', warmup: '50ms', slice: '20ms', connections: '2', mode: 'plain', launches: '2', path: '/' };
const IMAGE: StandInImage = { serves: ['e2e/server.mjs'] };

/** A run of containers that was interrupted after its first launch; gives its folder. */
async function interrupted(pull: PullPolicy): Promise<string> {
  const cwd = mkdtempSync(join(scratch, 'project-'));
  mkdirSync(join(cwd, 'reports'));
  writeFileSync(join(cwd, 'reports', '.perfcmp'), '');
  standIn.addImage('app:1', IMAGE);
  const controller = new AbortController();
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'launch-finished') controller.abort('SIGINT');
  };
  const targets = ['a', 'b'].map((label) => ({ label, image: 'app:1', pull }));
  const config = resolveRun({ positionals: [], flags: FLAGS, file: { targets }, env: {} });
  const { resumeAs } = await runComparison(config, quietIo({ cwd, signal: controller.signal, onEvent }));
  assert.ok(resumeAs !== undefined);
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
  const cwd = await interrupted('missing');
  standIn.addImage('app:1', { ...IMAGE, content: 'newer' });
  const before = pulls();
  assert.match(String(await resumed(cwd)), /target "b": image "app:1" is [0-9a-f]{12}, and was [0-9a-f]{12}$/);
  assert.equal(pulls(), before);
});

test('a tag that is another image once it is pulled is refused, too', async () => {
  const cwd = await interrupted('always');
  standIn.addImage('app:1', { ...IMAGE, pulledContent: 'newer' });
  assert.match(String(await resumed(cwd)), /target "a": image "app:1" is [0-9a-f]{12}, and was [0-9a-f]{12}\n/);
});

test('an image that was removed is fetched again, and the run goes on if it is the same', async () => {
  const cwd = await interrupted('missing');
  standIn.addImage('app:1', { ...IMAGE, isRemote: true });
  assert.equal(await resumed(cwd), 2);
});
