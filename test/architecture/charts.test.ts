import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join('dist', 'src');
const charts = join(root, 'report', 'html', 'draw.js');

/** Every module that is loaded with this one, before anything is asked for. */
function loadedWith(entry: string): Set<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || !existsSync(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, path = ''] of text.matchAll(/^(?:import|export) [^;]*?from '(\.[^']+)'|^import '(\.[^']+)'/gm)) {
      visit(join(dirname(file), path));
    }
  };
  visit(entry);
  return seen;
}

test('charts are loaded by the page alone: neither --help nor another format waits for them', () => {
  for (const entry of [join(root, 'cli', 'main.js'), join(root, 'report', 'render.js'), join(root, 'index.js')]) {
    const loaded = loadedWith(entry);
    assert.ok(loaded.size > 5, entry);
    assert.equal(loaded.has(charts), false, entry);
  }
  assert.ok(loadedWith(join(root, 'report', 'html', 'page.js')).has(charts));
});

test('what is built has the charts in it, so that nobody who installs perfcmp installs their package', () => {
  const text = readFileSync(charts, 'utf8');
  assert.match(text, /^\/\*! With parts of echarts \d+\.\d+\.\d+, zrender /);
  assert.doesNotMatch(text, /from ?["'](?!node:)/);
  assert.ok(statSync(charts).size < 700_000, `${statSync(charts).size}`);
  assert.match(readFileSync(`${charts}.LICENSES.txt`, 'utf8'), /Apache License[\s\S]*BSD/);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  assert.equal('echarts' in manifest.dependencies, false);
});
