// Puts the parts of ECharts that the HTML report draws with into the one compiled file that imports them, so that who
// installs perfcmp installs no charts. Without it the compiled file works, too, where the package is installed.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const file = 'dist/src/report/html/draw.js';
// tslib may lie within the package that needs it.
const folders = ['echarts', 'zrender', 'echarts/node_modules/tslib', 'tslib']
  .map((name) => join('node_modules', name))
  .filter((folder) => existsSync(folder));
const packages = folders.slice(0, 3);

await build({
  entryPoints: [file],
  outfile: file,
  allowOverwrite: true,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: `/*! With parts of ${packages.map(named).join(', ')}; their licenses: draw.js.LICENSES.txt */` },
  legalComments: 'none',
  logLevel: 'warning',
});
writeFileSync(`${file}.LICENSES.txt`, packages.flatMap(licensesOf).join('\n\n'));
// It leads to the file as it was before.
rmSync(`${file}.map`, { force: true });

function named(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version}`;
}

/** The texts that must go along, with those of what ECharts itself took over. */
function licensesOf(folder) {
  const inside = join(folder, 'licenses');
  const texts = [
    ...readdirSync(folder).filter((name) => /^(LICENSE|NOTICE)/.test(name)),
    ...(existsSync(inside) ? readdirSync(inside).map((name) => join('licenses', name)) : []),
  ];
  return texts.map((name) => `${named(folder)}: ${name}\n\n${readFileSync(join(folder, name), 'utf8').trim()}\n`);
}
