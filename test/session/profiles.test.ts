import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadFlags, RunFlags } from '../../src/config/flags.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { type LoadProfile, shareConnections } from '../../src/model/load-profile.js';
import { findScenario } from '../../src/scenario/builtin.js';
import {
  closedProfile,
  inLoops,
  ownProfiles,
  profileOfLoad,
  profilesOf,
  warmUpProfile,
} from '../../src/session/profiles.js';

function profileOf(flags: LoadFlags): LoadProfile {
  return profileOfLoad(resolveLoad({ positionals: ['http://127.0.0.1:3000/'], flags, file: null, env: {} }));
}

test('a load without a rate is closed, with its pause', () => {
  const profile = profileOf({ think: '10ms', connections: '3', pipelining: '2' });
  assert.equal(profile.kind, 'closed');
  assert.equal(profile.name, 'c3 p2');
  assert.deepEqual(profile.kind === 'closed' && profile.think, { minMs: 10, maxMs: 10 });
});

test('a load with a rate is open, and its name says the rates', () => {
  const names: readonly (readonly [LoadFlags, string])[] = [
    [{ rate: '5k' }, 'c10 r5000'],
    [{ rate: '0.5' }, 'c10 r0.5'],
    [{ rate: '1k:10k', pipelining: '4' }, 'c10 p4 r1000-10000'],
    [{ stages: '1k@1s,1k:2k@1s,0@1s' }, 'c10 r1000-2000-0'],
  ];
  for (const [flags, name] of names) {
    const profile = profileOf(flags);
    assert.deepEqual([profile.kind, profile.name], ['open', name]);
  }
  const profile = profileOf({ rate: '5k', maxConnections: '40', arrivals: 'poisson', seed: '9' });
  assert.ok(profile.kind === 'open');
  assert.deepEqual([profile.connections, profile.maxConnections], [10, 40]);
  assert.deepEqual([profile.arrivals.spacing, profile.arrivals.seed], ['poisson', 9]);
});

test('a run at rates has the connections of the closed loop, each rate under a name of its own', () => {
  const { generator, loops } = resolveRun({
    ...{ positionals: ['express'], file: null, env: {} },
    flags: { loop: 'both', rate: '50%,12.5%,2k', connections: '32' },
  });
  const usual = closedProfile({ ...generator, isConnectionsAsked: false });
  const profiles = profilesOf(usual, loops, usual.name);
  assert.deepEqual(
    profiles.map(({ name }) => name),
    ['c32', 'open-50%', 'open-12.5%', 'open-2000'],
  );
  for (const profile of profiles) assert.ok(shareConnections(profile, usual), profile.name);
  const [, half, , rate] = profiles;
  assert.ok(half?.kind === 'open' && rate?.kind === 'open');
  assert.deepEqual([half.share, half.arrivals.stages, half.arrivals.spacing], [0.5, [], 'poisson']);
  assert.deepEqual([rate.share, rate.arrivals.stages[0]?.toPerSec], [undefined, 2000]);
  const own = ownProfiles({ ...generator, isConnectionsAsked: false }, [findScenario('files')!, findScenario('io')!]);
  const named = [...inLoops(own, loops, usual.name)].map(([, all]) => all.map(({ name }) => name));
  assert.deepEqual(named, [['c8', 'c8 open-50%', 'c8 open-12.5%', 'c8 open-2000'], ['batch']]);
  assert.deepEqual(profilesOf(usual, { kind: 'closed' }, usual.name), [usual]);
});

test('the warm-up of a rate keeps the rate that it begins with, the first above 0', () => {
  const perSec = (flags: LoadFlags): readonly number[] => {
    const profile = warmUpProfile(profileOf(flags));
    assert.ok(profile.kind === 'open');
    return profile.arrivals.stages.flatMap(({ fromPerSec, toPerSec }) => [fromPerSec, toPerSec]);
  };
  assert.deepEqual(perSec({ rate: '5k' }), [5000, 5000]);
  assert.deepEqual(perSec({ rate: '1k:10k' }), [1000, 1000]);
  assert.deepEqual(perSec({ rate: '0:10k' }), [10_000, 10_000]);
  assert.deepEqual(perSec({ stages: '0@5s,300:5k@1s' }), [300, 300]);
  const closed = profileOf({});
  assert.equal(warmUpProfile(closed), closed);
});

test('a scenario keeps its own connections unless others are asked for, and a batch its one in any case', () => {
  const named = (flags: RunFlags, file: UserConfig | null = null): readonly string[] => {
    const { generator } = resolveRun({ positionals: ['express'], flags, file, env: {} });
    const scenarios = ['json', 'files', 'cached-cold', 'io'].map((name) => findScenario(name)!);
    return [...ownProfiles(generator, scenarios)].map(([name, [profile]]) => `${name} ${profile?.name}`);
  };
  assert.deepEqual(named({}), ['files c8', 'cached-cold c256', 'io batch']);
  assert.deepEqual(named({}, { connections: 10 }), ['files c8', 'cached-cold c256', 'io batch']);
  assert.deepEqual(named({ connections: '10' }), ['io batch']);
  assert.deepEqual(named({ pipelining: '4' }), ['files c8 p4', 'cached-cold c256 p4', 'io batch']);
  const [[batch] = []] = ownProfiles(
    resolveRun({ positionals: ['express'], flags: {}, file: null, env: {} }).generator,
    [findScenario('io')!],
  ).values();
  assert.deepEqual([batch?.connections, batch?.pipelining, batch?.timeoutMs], [1, 1, 30_000]);
});
