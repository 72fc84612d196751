import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownHeaderValue } from '../../src/units/secret-headers.js';
import { secretNames, shownText, shownTexts, shownVariables, shownWords } from '../../src/units/secret-texts.js';

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
    assert.equal(shownText(line), shown);
    assert.notDeepEqual(secretNames(line), []);
  }
  assert.deepEqual(secretNames('POOL=4 PGPASSWORD=x API_KEY=y seed'), ['PGPASSWORD', 'API_KEY']);
});

test('a variable that takes its value from another one holds nothing that is to be kept', () => {
  for (const line of ['PGPASSWORD=$PW psql', 'PGPASSWORD="$PW" psql', `PGPASSWORD=\${PW} psql`]) {
    assert.equal(shownText(line), line);
    assert.deepEqual(secretNames(line), []);
  }
});

test('nor are lower-case assignments, arguments, passwords of URLs and headers in a command', () => {
  const rows = [
    ['api_key=x seed', 'api_key=*** seed', 'api_key'],
    ['cd db&&db.password=x seed', 'cd db&&db.password=*** seed', 'db.password'],
    [`curl -d 'user=a&password=b' h`, `curl -d 'user=a&password=***' h`, 'password'],
    ['docker run -e db_secret=x app', 'docker run -e db_secret=*** app', 'db_secret'],
    ['seed --password x --users 5', 'seed --password *** --users 5', '--password'],
    ['seed --token=x', 'seed --token=***', '--token'],
    [`seed --api-key 'a b' c`, 'seed --api-key *** c', '--api-key'],
    ['seed --clientSecret x', 'seed --clientSecret ***', '--clientSecret'],
    ['seed -passwd x', 'seed -passwd ***', '--passwd'],
    [
      'java -Dspring.datasource.password=x -jar a.jar',
      'java -Dspring.datasource.password=*** -jar a.jar',
      '--Dspring.datasource.password',
    ],
    [`sh -c 'seed --token x'`, `sh -c 'seed --token ***'`, '--token'],
    ['psql postgres://user:secret@host/db', 'psql postgres://user:***@host/db', 'the password in postgres://'],
    ['seed redis://:a:b@c@host:6379', 'seed redis://:***@host:6379', 'the password in redis://'],
    [
      'DATABASE_URL=postgres://u:s@h node a.js',
      'DATABASE_URL=postgres://u:***@h node a.js',
      'the password in postgres://',
    ],
    [`curl -H 'Authorization: Bearer abc' h`, `curl -H 'Authorization: ***' h`, 'Authorization'],
    [`curl --header "cookie:a=b" h`, `curl --header "cookie:***" h`, 'cookie'],
  ] as const;
  for (const [line, shown, name] of rows) {
    assert.equal(shownText(line), shown);
    assert.deepEqual(secretNames(line), [name]);
    assert.equal(shownText(shown), shown, 'told twice it is the same');
  }
});

test('what only looks like it is shown as it is', () => {
  const lines = [
    'node a.js --tokenizer bpe --max-tokens 4 --max-tokens=4 --passive --compass north',
    'node a.js --password-file /run/p --token-url http://h/t --secrets-dir /run',
    'node a.js --token',
    'node a.js --token --verbose',
    'node a.js --token && next',
    'node a.js --password "$PW" --token=$TOKEN',
    'key=value monkey=1 tokenizer=bpe passive=1 tokens=4 node a.js',
    'curl http://h/items?key=value&limit=10&sort=asc',
    'curl http://h/items?limit=10&token=abc',
    'psql postgres://user@host/db',
    'psql postgres://user:$PW@host/db',
    'curl http://127.0.0.1:3000/a:b@c http://h:80?a=1:2@3',
    'git clone git@github.com:a/b.git',
    `curl -H 'Accept: text/plain' h`,
    `echo '{"cookie": 1}'`,
  ];
  for (const line of lines) {
    assert.equal(shownText(line), line);
    assert.deepEqual(secretNames(line), []);
  }
});

test('of a command in words the one behind such an option is not kept', () => {
  const words = ['load', '--', 'node', 'a.js', '--password', 'a b', '--token', '--users', '5', 'api_key=x'];
  assert.deepEqual(shownWords(words).slice(4), ['--password', '***', '--token', '--users', '5', 'api_key=***']);
});

test('a variable that is no secret may hold a URL that has one', () => {
  assert.deepEqual(shownVariables({ DATABASE_URL: 'postgres://u:s@h', DB_TOKEN: 'x', POOL: '4' }), {
    DATABASE_URL: 'postgres://u:***@h',
    DB_TOKEN: '***',
    POOL: '4',
  });
  assert.deepEqual(shownWords(['run', '--env', 'app:URL=amqp://u:s@h']), ['run', '--env', 'app:URL=amqp://u:***@h']);
});

test('of a value with texts in it all are shown without, wherever they stand', () => {
  const value = { n: 1, list: [{ prepare: 'seed --token x' }], command: ['seed', '--token', 'x'], none: null };
  assert.deepEqual(shownTexts(value), {
    n: 1,
    list: [{ prepare: 'seed --token ***' }],
    command: ['seed', '--token', '***'],
    none: null,
  });
});

test('a password of a URL is hidden with the quotes in it, and a quote behind a URL is none', () => {
  const rows = [
    [`psql "postgres://u:it's@host/db"`, `psql "postgres://u:***@host/db"`],
    [`psql 'postgres://u:a"b"c@host/db'`, `psql 'postgres://u:***@host/db'`],
    [`psql postgres://u:'a b'@host/db`, 'psql postgres://u:***@host/db'],
    [`psql postgres://u:"a b"@host/db`, 'psql postgres://u:***@host/db'],
    [`psql postgres://u:a"b@host/db`, 'psql postgres://u:***@host/db'],
  ] as const;
  for (const [line, shown] of rows) assert.equal(shownText(line), shown);
  for (const line of [
    `seed 'http://h:80' 'a@b'`,
    `seed "http://h:80","a@b"`,
    `seed("http://h:80"+"a@b")`,
    `{"url":"http://h:80","mail":"a@b"}`,
    `sh -c "seed 'http://h:80';mail a@b"`,
  ]) {
    assert.equal(shownText(line), line);
  }
});
