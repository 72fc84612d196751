import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptCommand } from '../../src/project/script-command.js';

const BINS = ['next', 'nest', 'tsx', 'fastify', 'dotenv'].map((name) => `node_modules/.bin/${name}`);

function read(script: string, scripts: Readonly<Record<string, string>> = {}): string | null {
  const found = scriptCommand(script, scripts, (path) => BINS.includes(path));
  return found === null ? null : `${found.command} | ${found.entry}`;
}

test('a script becomes the one program that it leaves running', () => {
  const rows: [string, string][] = [
    ['node server.js', 'node server.js | server.js'],
    ['node ./bin/www', 'node ./bin/www | bin/www'],
    [
      'node --env-file=.env -r dotenv/config src/index.js --verbose',
      'node --env-file=.env -r dotenv/config src/index.js --verbose | src/index.js',
    ],
    ['npm run build && node dist/main', 'node dist/main | dist/main'],
    ['PORT=4000 LOG=off node app.js', 'LOG=off node app.js | app.js'],
    ['cross-env NODE_ENV=production node app.js', 'node app.js | app.js'],
    ['npx tsx src/index.ts', 'node_modules/.bin/tsx src/index.ts | src/index.ts'],
    ['next start -p 3000', 'node_modules/.bin/next start -p {port} | null'],
    ['next start --port=3000', 'node_modules/.bin/next start --port={port} | null'],
    ['next start -p $PORT', 'node_modules/.bin/next start -p {port} | null'],
    ['dotenv -- node app.js', 'node_modules/.bin/dotenv -- node app.js | null'],
    ['deno run -A main.ts', 'deno run -A main.ts | main.ts'],
  ];
  for (const [script, found] of rows) assert.equal(read(script), found, script);
});

test('what is only for development is left out', () => {
  const rows: [string, string | null][] = [
    ['node --watch --inspect=9229 server.js', 'node server.js | server.js'],
    ['nodemon --watch src server.js', 'node server.js | server.js'],
    ['nodemon --exec ts-node src/index.ts', null],
    ['tsx watch src/index.ts', 'node_modules/.bin/tsx src/index.ts | src/index.ts'],
    ['next dev', null],
    ['nest start --watch', null],
    ['fastify start -w -l info app.js', null],
    ['vite', null],
    ['pm2 start ecosystem.config.json --no-daemon', null],
    ['docker-compose up', null],
    ['echo "Error: no test specified" && exit 1', null],
  ];
  for (const [script, found] of rows) assert.equal(read(script), found, script);
});

test('a script that runs another is followed, and one that runs itself is not for ever', () => {
  assert.equal(read('npm run serve', { serve: 'node a.js' }), 'node a.js | a.js');
  assert.equal(read('yarn -s serve', { serve: 'npm run inner', inner: 'node b.js' }), 'node b.js | b.js');
  assert.equal(read('npm run start', { start: 'npm run start' }), null);
});

test('what only a shell can do is not guessed at', () => {
  for (const script of ['node a.js | pino-pretty', 'node a.js & node b.js', 'node $(which x)', 'node a.js > log', '']) {
    assert.equal(read(script), null, script);
  }
});
