// Puts the parts of ECharts that the HTML report draws with into the one compiled file that imports them, so that who
// installs perfcmp installs no charts. Without it the compiled file works, too, where the package is installed.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const file = 'dist/src/report/html/draw.js';
const PACKAGES = ['echarts', 'zrender', 'tslib'];

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
  banner: { js: `/*! With parts of ${PACKAGES.map(named).join(', ')}; their licenses stand in draw.js.LICENSES.txt. */` },
  legalComments: 'none',
  logLevel: 'warning',
});
writeFileSync(`${file}.LICENSES.txt`, PACKAGES.flatMap(licensesOf).join('\n\n'));
// It leads to the file as it was before.
rmSync(`${file}.map`, { force: true });

function named(name) {
  return `${name} ${JSON.parse(readFileSync(pathOf(name, 'package.json'), 'utf8')).version}`;
}

function licensesOf(name) {
  const files = name === 'echarts' ? ['LICENSE', 'NOTICE'] : name === 'tslib' ? ['LICENSE.txt'] : ['LICENSE'];
  return files.map((license) => `${name}: ${license}\n\n${readFileSync(pathOf(name, license), 'utf8').trim()}\n`);
}

/** echarts brings a tslib of its own. */
function pathOf(name, rest) {
  return name === 'tslib' ? `node_modules/echarts/node_modules/tslib/${rest}` : `node_modules/${name}/${rest}`;
}
