import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretAssignments, shownAssignments, shownHeaderValue, shownWords } from '../../src/units/secret-headers.js';

test('values of headers that let somebody in are not kept, however they are written', () => {
  const rows = [
    ['Authorization: Bearer abc', 'Authorization: ***'],
    ['authorization:Basic abc', 'authorization: ***'],
    ['-HCookie: session=1; b=2', '-HCookie: ***'],
    ['-LHX-Api-Key: 1', '-LHX-Api-Key: ***'],
    ['--header=Proxy-Authorization: Basic abc', '--header=Proxy-Authorization: ***'],
    ['X-Auth-Token: a\nb', 'X-Auth-Token: ***'],
  ] as const;
  for (const [word, shown] of rows) assert.deepEqual(shownWords(['run', '-H', word]), ['run', '-H', shown]);
  assert.equal(shownHeaderValue('Cookie', 'a=1'), '***');
});

test('everything else of a command line is kept', () => {
  const url = 'http://127.0.0.1:3000/a?authorization=1';
  const words = ['load', url, '-H', 'Accept: text/plain', '--header=X-Id: 7', '-d', '5s'];
  assert.deepEqual(shownWords(words), words);
  assert.equal(shownHeaderValue('Accept', 'text/plain'), 'text/plain');
});

test('values of variables that let somebody in are not kept, whatever target they are for', () => {
  const rows = [
    ['DB_PASSWORD=a=b', 'DB_PASSWORD=***'],
    ['app:github_token=abc', 'app:github_token=***'],
    ['POOL=4', 'POOL=4'],
    ['URL=http://h/?token=abc', 'URL=http://h/?token=abc'],
  ] as const;
  for (const [word, shown] of rows) {
    assert.deepEqual(shownWords(['run', '--env', word]), ['run', '--env', shown]);
    assert.deepEqual(shownWords(['run', `--env=${word}`]), ['run', `--env=${shown}`]);
  }
});

test('nor are those of variables before a command or a container', () => {
  const rows = [
    ['DB_PASSWORD=abc node a.js', 'DB_PASSWORD=*** node a.js'],
    ['new:PGPASSWORD=x psql', 'new:PGPASSWORD=*** psql'],
    [`new=POOL=4 API_KEY='a b' docker:shop:2`, 'new=POOL=4 API_KEY=*** docker:shop:2'],
    ['node a.js --max-tokens=4 TOKENS', 'node a.js --max-tokens=4 TOKENS'],
  ] as const;
  for (const [word, shown] of rows) assert.deepEqual(shownWords(['run', word]), ['run', shown]);
});

test('nor are those within a line for a shell, wherever they stand and however they are quoted', () => {
  const rows = [
    ['PGPASSWORD=x psql -f seed.sql', 'PGPASSWORD=*** psql -f seed.sql'],
    ['cd db && export PGPASSWORD=x; (API_KEY=y seed)', 'cd db && export PGPASSWORD=*** (API_KEY=*** seed)'],
    [`sh -c 'POOL=4 PGPASSWORD=x psql'`, `sh -c 'POOL=4 PGPASSWORD=*** psql'`],
    [`PGPASSWORD=a"b c"'d e' psql`, 'PGPASSWORD=*** psql'],
    [String.raw`PGPASSWORD="a\" b"\ c psql`, 'PGPASSWORD=*** psql'],
  ] as const;
  for (const [line, shown] of rows) {
    assert.equal(shownAssignments(line), shown);
    assert.notDeepEqual(secretAssignments(line), []);
  }
  assert.deepEqual(secretAssignments('POOL=4 PGPASSWORD=x API_KEY=y seed'), ['PGPASSWORD', 'API_KEY']);
});

test('a variable that takes its value from another one holds nothing that is to be kept', () => {
  for (const line of ['PGPASSWORD=$PW psql', 'PGPASSWORD="$PW" psql', `PGPASSWORD=\${PW} psql`]) {
    assert.equal(shownAssignments(line), line);
    assert.deepEqual(secretAssignments(line), []);
  }
});
