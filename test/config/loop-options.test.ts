import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import type { Loops } from '../../src/model/load-profile.js';

function loopsOf(flags: RunFlags, file: UserConfig | null = null, env: NodeJS.ProcessEnv = {}): Loops {
  return resolveRun({ positionals: ['express'], flags, file, env }).loops;
}

function problemsOf(flags: RunFlags, file: UserConfig | null = null): string[] {
  try {
    loopsOf(flags, file);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ where, message }) => `${where} ${message}`);
  }
  return [];
}

const open = (kind: 'open' | 'both', loads: object[], spacing = 'poisson'): object => ({ kind, loads, spacing });
const shares = (...all: number[]): object[] => all.map((share) => ({ share }));

test('a run is closed unless a loop or a rate asks for more', () => {
  assert.deepEqual(loopsOf({}), { kind: 'closed' });
  assert.deepEqual(loopsOf({ loop: 'open' }), open('open', shares(0.5, 0.7, 0.9)));
  assert.deepEqual(loopsOf({ loop: 'both', quick: true }), open('both', shares(0.5)));
  assert.deepEqual(loopsOf({ rate: '2k' }), open('open', [{ ratePerSec: 2000 }]));
  assert.deepEqual(
    loopsOf({ rate: '60%, 0.5/s,12.5%', arrivals: 'even', loop: 'both' }),
    open('both', [{ share: 0.6 }, { ratePerSec: 0.5 }, { share: 0.125 }], 'even'),
  );
  assert.deepEqual(loopsOf({}, null, { PERFCMP_LOOP: 'open', PERFCMP_RATE: '70%' }), open('open', shares(0.7)));
  assert.deepEqual(loopsOf({ loop: 'closed' }, { rate: '70%', arrivals: 'even' }), { kind: 'closed' });
});

test('rates that mean nothing are refused with what to write', () => {
  assert.deepEqual(problemsOf({ rate: '100%' }), [
    '-R/--rate must be below 100 % of what the slowest target can do, got "100%"',
  ]);
  assert.deepEqual(problemsOf({ rate: '0%' }), ['-R/--rate must be a share above 0 or a rate, got "0%"']);
  assert.deepEqual(problemsOf({ rate: '1k:2k' }), ['-R/--rate must be one rate, got "1k:2k"']);
  assert.deepEqual(problemsOf({ rate: 'fast' }), ['-R/--rate must be requests a second, at most 10M, got "fast"']);
  assert.deepEqual(problemsOf({ rate: '50%,50%' }), ['-R/--rate must not name 50% twice, got "50%,50%"']);
  assert.deepEqual(problemsOf({ rate: '1,2,3,4,5,6,7,8,9' }), ['-R/--rate must be at most 8 loads, got 9']);
  assert.deepEqual(problemsOf({ loop: 'opne' }), ['--loop must be one of closed, open, both, got "opne"']);
});

test('a rate or a spacing beside a closed loop is a mistake where it is no weaker', () => {
  assert.deepEqual(problemsOf({ loop: 'closed', rate: '2k' }), ['-R/--rate has no meaning in a closed loop']);
  assert.deepEqual(problemsOf({ arrivals: 'even' }), ['--arrivals has no meaning in a closed loop']);
  assert.deepEqual(problemsOf({}, { loop: 'closed', rate: 2000 }), [
    'config file, rate has no meaning in a closed loop',
  ]);
});
