import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadFlags } from '../../src/config/flags.js';
import { type LoadInput, resolveLoad } from '../../src/config/resolve-load.js';
import type { UserLoad } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import type { LoadConfig } from '../../src/model/config.js';

interface Sources {
  readonly flags?: LoadFlags;
  readonly file?: UserLoad;
  readonly env?: NodeJS.ProcessEnv;
}

function inputOf({ flags = {}, file, env = {} }: Sources): LoadInput {
  return {
    positionals: ['http://127.0.0.1:3000/'],
    flags,
    file: file === undefined ? null : { load: file },
    fileName: 'perfcmp.config.json',
    env,
  };
}

function resolved(sources: Sources): LoadConfig {
  return resolveLoad(inputOf(sources));
}

function problemsOf(sources: Sources): readonly string[] {
  try {
    resolveLoad(inputOf(sources));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ where, message, hint = 'no hint' }) => `${where}: ${message} | ${hint}`);
  }
  return [];
}

/** `from:to@ms` of each stage. */
function stagesOf(sources: Sources): readonly string[] {
  const { rate } = resolved(sources);
  return (rate?.arrivals.stages ?? []).map(
    ({ fromPerSec, toPerSec, durationMs }) => `${fromPerSec}:${toPerSec}@${durationMs}`,
  );
}

test('a rate holds for the whole time, a ramp rises over it', () => {
  const cases: readonly (readonly [LoadFlags, readonly string[]])[] = [
    [{ rate: '5k' }, ['5000:5000@10000']],
    [{ rate: '5k', duration: '30s' }, ['5000:5000@30000']],
    [{ rate: '0.5/s' }, ['0.5:0.5@10000']],
    [{ rate: '1.5k/s', duration: '2' }, ['1500:1500@2000']],
    [{ rate: '1k:10k', duration: '1m' }, ['1000:10000@60000']],
    [{ rate: '100:0' }, ['100:0@10000']],
    [{ rate: '0:100' }, ['0:100@10000']],
    [{ rate: '200', requests: '1k' }, ['200:200@5000']],
  ];
  for (const [flags, stages] of cases) assert.deepEqual(stagesOf({ flags }), stages, JSON.stringify(flags));
});

test('stages say what is sent and for how long', () => {
  const config = resolved({ flags: { stages: '1k@30s, 1k:5k@500ms,0@2s,0.5@1m' } });
  assert.deepEqual(config.rate?.arrivals.stages, [
    { fromPerSec: 1000, toPerSec: 1000, durationMs: 30_000 },
    { fromPerSec: 1000, toPerSec: 5000, durationMs: 500 },
    { fromPerSec: 0, toPerSec: 0, durationMs: 2000 },
    { fromPerSec: 0.5, toPerSec: 0.5, durationMs: 60_000 },
  ]);
  assert.deepEqual(config.stop, { kind: 'duration', durationMs: 92_500 });
});

test('a rate stops after a time or after exactly so many requests', () => {
  assert.deepEqual(resolved({ flags: { rate: '5k' } }).stop, { kind: 'duration', durationMs: 10_000 });
  assert.deepEqual(resolved({ flags: { rate: '5k', requests: '7' } }).stop, { kind: 'count', requests: 7 });
});

test('arrivals are even, drawn from seed 1, and open no connection of their own, unless asked for', () => {
  const { rate, seed, think } = resolved({ flags: { rate: '5k', connections: '20' } });
  assert.deepEqual([rate?.arrivals.spacing, rate?.arrivals.seed, rate?.maxConnections], ['even', 1, 20]);
  assert.deepEqual([seed, think], [1, null]);
  const flags = { rate: '5k', arrivals: 'poisson', seed: '42', maxConnections: '1k' };
  const asked = resolved({ flags });
  assert.deepEqual([asked.rate?.arrivals.spacing, asked.rate?.arrivals.seed], ['poisson', 42]);
  assert.deepEqual([asked.rate?.maxConnections, asked.seed], [1000, 42]);
});

test('without a rate it is a closed loop, with a pause where asked for', () => {
  const cases: readonly (readonly [string, LoadConfig['think']])[] = [
    ['10ms', { minMs: 10, maxMs: 10 }],
    ['10ms:50ms', { minMs: 10, maxMs: 50 }],
    ['0:1', { minMs: 0, maxMs: 1000 }],
    ['1.5', { minMs: 1500, maxMs: 1500 }],
    ['0', null],
  ];
  for (const [text, think] of cases) assert.deepEqual(resolved({ flags: { think: text } }).think, think, text);
  const plain = resolved({});
  assert.deepEqual([plain.think, plain.rate], [null, null]);
});

test('a file and the environment say the same', () => {
  assert.deepEqual(stagesOf({ file: { rate: 100, arrivals: 'poisson', maxConnections: 50, seed: 3 } }), [
    '100:100@10000',
  ]);
  assert.deepEqual(stagesOf({ file: { stages: '10@1s,20@2s' } }), ['10:10@1000', '20:20@2000']);
  assert.deepEqual(stagesOf({ env: { PERFCMP_RATE: '1k:2k', PERFCMP_DURATION: '5s' } }), ['1000:2000@5000']);
  const env = { PERFCMP_RATE: '10', PERFCMP_ARRIVALS: 'poisson', PERFCMP_SEED: '9', PERFCMP_MAX_CONNECTIONS: '99' };
  const { rate } = resolved({ env });
  assert.deepEqual(
    [rate?.arrivals.spacing, rate?.arrivals.seed, rate?.maxConnections, rate?.arrivals.stages[0]?.toPerSec],
    ['poisson', 9, 99, 10],
  );
  assert.deepEqual(resolved({ file: { think: '5ms' } }).think, { minMs: 5, maxMs: 5 });
});

test('the stronger source wins over the other way to say it', () => {
  assert.deepEqual(stagesOf({ flags: { rate: '7' }, file: { stages: '10@1s' } }), ['7:7@10000']);
  const staged = resolved({ flags: { stages: '10@1s' }, file: { rate: 7, duration: '9s' } });
  assert.deepEqual(staged.rate?.arrivals.stages[0]?.fromPerSec, 10);
  assert.deepEqual(staged.stop, { kind: 'duration', durationMs: 1000 });
  const timed = resolved({ flags: { rate: '5' }, file: { think: '5ms' } });
  assert.deepEqual([timed.think, timed.rate?.arrivals.stages[0]?.fromPerSec], [null, 5]);
  // Ready for the day when somebody asks for a rate.
  assert.equal(resolved({ file: { arrivals: 'poisson', maxConnections: 50 } }).rate, null);
});

const RATE_HINT = 'write it like 5k, 0.5, or 1k:10k for a ramp';
const STAGES_HINT = 'write it like 1k@30s,5k@1m; 1k:5k@30s is a ramp';
const THINK_HINT = 'write it like 10ms, or 10ms:50ms for anything between';

test('what is wrong is said in one line with a hint', () => {
  const cases: readonly (readonly [LoadFlags, string])[] = [
    [{ rate: 'fast' }, `-R/--rate: must be requests a second, at most 10M, got "fast" | ${RATE_HINT}`],
    [{ rate: '-5' }, `-R/--rate: must be requests a second, at most 10M, got "-5" | ${RATE_HINT}`],
    [{ rate: '1k:2k:3k' }, `-R/--rate: must be requests a second, at most 10M, got "1k:2k:3k" | ${RATE_HINT}`],
    [{ rate: '1G' }, `-R/--rate: must be requests a second, at most 10M, got "1G" | ${RATE_HINT}`],
    [{ rate: '0' }, `-R/--rate: must be above 0, got "0" | ${RATE_HINT}`],
    [{ stages: '1k' }, `--stages: must be rates with their times, got "1k" | ${STAGES_HINT}`],
    [{ stages: '5' }, `--stages: must be rates with their times, got "5" | ${STAGES_HINT}`],
    [{ stages: '1k@30s,' }, `--stages: must be rates with their times, got "" | ${STAGES_HINT}`],
    [{ stages: '1k@30s,5k@0s' }, `--stages: must be rates with their times, got "5k@0s" | ${STAGES_HINT}`],
    [{ stages: '1k@30s@5s' }, `--stages: must be rates with their times, got "1k@30s@5s" | ${STAGES_HINT}`],
    [{ stages: '0@30s' }, `--stages: must have a rate above 0 in one of the stages, got "0@30s" | ${STAGES_HINT}`],
    [{ rate: '5', arrivals: 'random' }, '--arrivals: must be one of even, poisson, got "random" | no hint'],
    [{ rate: '5', stages: '1@1s' }, '--stages: cannot be given together with -R/--rate | give one of the two'],
    [
      { stages: '1@1s', duration: '5s' },
      '-d/--duration: cannot be given together with stages, which have their times | leave it out',
    ],
    [
      { stages: '1@1s', requests: '5' },
      '-n/--requests: cannot be given together with stages, which have their times | leave it out',
    ],
    [
      { rate: '1:5', requests: '5' },
      '-n/--requests: does not go with a ramp, which needs a time to rise in | give -d instead, or one rate',
    ],
    [
      { rate: '5', connections: '20', maxConnections: '10' },
      '--max-connections: must be at least the 20 connections there are from the start, got "10" | --max-connections 20, or -c 10',
    ],
    [
      { rate: '5', think: '10ms' },
      '--think: does not go with -R/--rate: a rate decides when requests are sent | leave one of the two out',
    ],
    [
      { stages: '5@1s', think: '10ms' },
      '--think: does not go with --stages: a rate decides when requests are sent | leave one of the two out',
    ],
    [{ think: 'long' }, `--think: must be a time, got "long" | ${THINK_HINT}`],
    [{ think: '1:2:3' }, `--think: must be a time, got "1:2:3" | ${THINK_HINT}`],
    [{ think: '50ms:10ms' }, `--think: must go from the shorter to the longer time, got "50ms:10ms" | ${THINK_HINT}`],
    [
      { think: '500us' },
      '--think: must be at least 1ms, got "500us" | timers are 1 ms apart; leave it out for no pause',
    ],
    [{ arrivals: 'poisson' }, '--arrivals: is for loads with a rate, got "poisson" | add -R 5k, or leave it out'],
    [{ maxConnections: '50' }, '--max-connections: is for loads with a rate, got "50" | add -R 5k, or leave it out'],
    [
      { rate: '5', seed: 'x' },
      '--seed: must be a whole number from 0 to 4294967295, got "x" | write it like 10 or 10k',
    ],
  ];
  for (const [flags, problem] of cases) assert.deepEqual(problemsOf({ flags }), [problem]);
});

test('a weaker rate is no reason to ignore a pause that was typed', () => {
  assert.deepEqual(problemsOf({ flags: { think: '5ms' }, file: { rate: 7 } }), [
    '--think: does not go with perfcmp.config.json, load.rate: a rate decides when requests are sent | leave one of the two out',
  ]);
});

test('all that is wrong with a rate is said at once', () => {
  assert.equal(
    problemsOf({ flags: { rate: 'x', arrivals: 'y', maxConnections: 'z', think: 'w', seed: 'v' } }).length,
    5,
  );
});
