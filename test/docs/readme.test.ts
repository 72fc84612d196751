import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { checkUserConfig } from '../../src/config/check-file.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { EXIT } from '../../src/errors.js';
import { REPORT_FORMATS } from '../../src/model/config.js';
import { ALL_SCENARIOS, BUILTIN_SCENARIOS } from '../../src/scenario/builtin.js';
import { discoverTargets } from '../../src/target/discover.js';
import { commandsOf, readCommand } from './commands.js';
import { anchorsOf, blocksOf, DOCUMENTS, tableOf, textOf } from './documents.js';

const readme = textOf('README.md');

test('the commands of the README are found at all', () => {
  const names = new Set(commandsOf(readme).map((line) => readCommand(line).name));
  assert.deepEqual([...names].sort(), [
    'build',
    'calibrate',
    'clean',
    'diff',
    'doctor',
    'gate',
    'import',
    'init',
    'list',
    'load',
    'report',
    'run',
    'search',
    'verify',
  ]);
});

test('a command that the program would refuse is refused here', () => {
  const refused = ['rnu', 'run --conections 5', 'load -c 0 http://127.0.0.1:1/', 'load a b', 'report --format jsn'];
  for (const line of refused) assert.throws(() => readCommand(line), line);
});

const targets = new Set((await discoverTargets()).map(({ name }) => name));

for (const document of DOCUMENTS) {
  test(`the program understands every command in ${document}`, () => {
    const scenarios = new Set([ALL_SCENARIOS, ...BUILTIN_SCENARIOS.map(({ name }) => name)]);
    for (const line of commandsOf(textOf(document))) {
      const read = readCommand(line);
      const words = read.targets.flatMap((target) => (target.kind === 'word' ? target.word : []));
      // "name" stands for the reader's own.
      const isOwn = (word: string) => word === 'name' || line.includes('--targets-dir');
      const unknown = words.filter((word) => !targets.has(word) && word !== 'default' && !isOwn(word));
      assert.deepEqual(unknown, [], line);
      assert.deepEqual(
        read.scenarios.filter((name) => !scenarios.has(name)),
        [],
        line,
      );
    }
  });

  test(`every link to a heading in ${document} has one`, () => {
    const anchors = [...textOf(document).matchAll(/\]\(([^)\s:#]*)#([^)\s]+)\)/g)];
    const lost = anchors.filter(([, file = '', anchor = '']) => {
      const path = file === '' ? document : join(dirname(document), file);
      return !anchorsOf(textOf(path)).includes(anchor);
    });
    assert.deepEqual(
      lost.map(([link]) => link),
      [],
    );
  });

  test(`every link within the repository in ${document} leads somewhere`, () => {
    const links = [...textOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const internal = links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => link.split('#')[0] ?? '');
    assert.deepEqual(
      internal.filter((link) => link !== '' && !existsSync(join(dirname(document), link))),
      [],
    );
  });
}

test('the first screen has a real output, and two commands whose steps CI runs', () => {
  const firstScreen = readme.slice(0, readme.indexOf('\n## '));
  const commands = blocksOf(firstScreen, 'sh').map((block) => block.trim());
  assert.deepEqual(commands, ['npm ci && npx perfcmp run', 'npm ci && npm test']);
  const ciSteps = readFileSync('.ci/run', 'utf8').split('\n');
  assert.deepEqual(
    ['npm ci', 'npm test'].filter((step) => !ciSteps.includes(step)),
    [],
  );
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { perfcmp: string } };
  assert.ok(existsSync(manifest.bin.perfcmp));
  const output = /<!-- output: run -->\n```\n(.*?)```\n<!-- \/output -->/s.exec(firstScreen)?.[1] ?? '';
  assert.match(output, /^perfcmp run {3}3 targets x 2 scenarios /);
});

test('every document of docs is linked from the README', () => {
  const documents = DOCUMENTS.filter((document) => document.startsWith('docs/'));
  assert.deepEqual(
    documents.filter((document) => !readme.includes(`](${document})`)),
    [],
  );
});

test('the config file of the README is accepted for run and load', () => {
  const [example = ''] = blocksOf(readme, 'json');
  const checked = checkUserConfig(JSON.parse(example), 'README.md');
  assert.deepEqual(checked.problems, []);
  const run = resolveRun({ positionals: [], flags: {}, file: checked.config, env: {} });
  assert.deepEqual(run.scenarios, ['items', 'create']);
  const load = resolveLoad({ positionals: [], flags: {}, file: checked.config, env: {} });
  assert.deepEqual(load.stop, { kind: 'duration', durationMs: 30_000 });
});

test('the README has every exit code that a command can end with', () => {
  const documented = tableOf(readme, 'code', 'meaning').flatMap(([codes = '']) => codes.split(',').map(Number));
  assert.deepEqual(documented, Object.values(EXIT));
});

test('the README has every report format', () => {
  assert.deepEqual(
    tableOf(readme, 'format', 'extension').map(([format]) => format),
    REPORT_FORMATS,
  );
});

test('no tracked file names a place of this machine or a package registry', (context) => {
  const listing = spawnSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  if (listing.status !== 0) return context.skip('git cannot list the files here');
  const files = listing.stdout.split('\0').filter((file) => existsSync(file));
  const places = [`${process.cwd()}/`, `${homedir()}/`];
  const found = files.filter((file) => {
    const text = readFileSync(file, 'latin1');
    return places.some((place) => text.includes(place)) || /registry\.[\w-]+\.[a-z]{2,}|"resolved": "\w/.test(text);
  });
  assert.deepEqual(found, []);
});
