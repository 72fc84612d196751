import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveSearch, type SearchInput } from '../../src/config/resolve-search.js';
import { ConfigError } from '../../src/errors.js';

const URL_ONLY: SearchInput = {
  positionals: ['http://127.0.0.1:3000/a'],
  flags: { objective: ['p99<20ms', 'errors<0.1%'] },
  file: null,
  env: {},
};

function problemsOf(flags: SearchInput['flags'], input: Partial<SearchInput> = {}): readonly string[] {
  try {
    resolveSearch({ ...URL_ONLY, ...input, flags });
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ where, message, hint }) => `${where}: ${message} | ${hint}`);
    }
    throw error;
  }
  return [];
}

test('a search has defaults of its own where those of load would be the limit', () => {
  const { load, objectives, ...own } = resolveSearch(URL_ONLY);
  assert.deepEqual(
    objectives.map(({ text, limit }) => [text, limit]),
    [
      ['p99<20ms', 20_000],
      ['errors<0.1%', 0.001],
    ],
  );
  assert.deepEqual([load.url, load.name, load.generator.connections], ['http://127.0.0.1:3000/a', '/a', 64]);
  assert.deepEqual(own, {
    stepMs: 3000,
    resolution: 0.05,
    spacing: 'even',
    maxConnections: 64,
    sweep: null,
    output: { format: 'text', files: [], quiet: false },
  });
});

test('objectives may stand in one option with commas, and a sweep is sorted and needs none', () => {
  const { objectives } = resolveSearch({ ...URL_ONLY, flags: { objective: ['p50<1ms,p99<20ms'] } });
  assert.equal(objectives.length, 2);
  const swept = resolveSearch({ ...URL_ONLY, flags: { sweep: '64,1,8,8' } });
  assert.deepEqual([swept.sweep, swept.objectives], [[1, 8, 64], []]);
});

test('the rate is a matter of the search: arrivals and connections may be said, and a rate of the file counts for nothing', () => {
  const file = { load: { rate: '5k', connections: 8 } };
  const flags = { objective: ['p99<20ms'], arrivals: 'poisson', maxConnections: '100' };
  const config = resolveSearch({ ...URL_ONLY, flags, file });
  assert.deepEqual([config.spacing, config.maxConnections, config.load.generator.connections], ['poisson', 100, 8]);
});

test('arrivals and connections come from environment and file as well, and what a search does not read is not judged', () => {
  const file = { load: { arrivals: 'poisson', maxConnections: 90, stages: 'nonsense', think: '1s' } };
  const config = resolveSearch({ ...URL_ONLY, file, env: { PERFCMP_MAX_CONNECTIONS: '100' } });
  assert.deepEqual([config.spacing, config.maxConnections], ['poisson', 100]);
  assert.deepEqual(problemsOf(URL_ONLY.flags, { file: { load: { arrivals: 'odd' } } }), [
    'config file, load.arrivals: must be one of even, poisson, got "odd" | undefined',
  ]);
});

test('what is about rates is refused beside a sweep where it is typed', () => {
  const rateOnly = { connections: '8', resolve: '5%', arrivals: 'poisson', maxConnections: '9' };
  assert.deepEqual(problemsOf({ sweep: '1,2', ...rateOnly }), [
    '-c/--connections: does nothing beside --sweep, got "8" | leave one of the two out',
    '--resolve: does nothing beside --sweep, got "5%" | leave one of the two out',
    '--arrivals: does nothing beside --sweep, got "poisson" | leave one of the two out',
    '--max-connections: does nothing beside --sweep, got "9" | leave one of the two out',
  ]);
  const { sweep } = resolveSearch({ ...URL_ONLY, flags: { sweep: '1,2' }, file: { load: { connections: 8 } } });
  assert.deepEqual(sweep, [1, 2]);
});

test('everything that is wrong is told at once, in words of search', () => {
  const missing = "perfcmp search URL --objective 'p99<20ms' --objective 'errors<0.1%'; or --sweep 1,8,64";
  assert.deepEqual(problemsOf({}), [`--objective: is missing: highest rate that keeps what? | ${missing}`]);
  assert.deepEqual(problemsOf({ objective: ['p99<20'], resolve: '0.1%', sweep: 'few', format: 'wrk' }), [
    '--objective: needs a time with its unit, got "20" | write it like \'p99<20ms\'',
    '--resolve: must be a share from 1 % to 50 %, got "0.1%" | write it like 5%',
    '--sweep: must be numbers of connections with commas between, got "few" | write it like 1,8,64,256',
    '--format: wrk is about one load, and a search has many | choose from text, json, markdown, html, csv, ndjson',
  ]);
  assert.deepEqual(problemsOf(URL_ONLY.flags, { positionals: [] }), [
    'URL: is missing | perfcmp search http://127.0.0.1:3000/, or -- and the command that starts it',
  ]);
});

test('what is no format is told those of a search, and not those that it refuses', () => {
  assert.deepEqual(problemsOf({ ...URL_ONLY.flags, output: ['curve.pdf', 'jsn=curve'], format: 'yaml' }), [
    '--output: cannot tell the format of "curve.pdf" | use .txt, .json, .md, .html, .csv, .ndjson, or name it: json=curve.pdf',
    '--output: must be one of text, json, markdown, html, csv, ndjson, got "jsn" | did you mean json?',
    '--format: must be one of text, json, markdown, html, csv, ndjson, got "yaml" | undefined',
  ]);
});
