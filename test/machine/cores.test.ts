import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CoresAsked, planCores } from '../../src/machine/core-plan.js';
import {
  cpuListText,
  type MachineCores,
  moveOwnThreads,
  parseCpuList,
  readCores,
  usableCpus,
} from '../../src/machine/cores.js';

const LISTS: readonly [text: string, cpus: readonly number[]][] = [
  ['0', [0]],
  ['0-3', [0, 1, 2, 3]],
  ['1,3-4,9', [1, 3, 4, 9]],
  ['7\n', [7]],
];

test('lists of cores are read as the kernel writes them, and written as taskset reads them', () => {
  for (const [text, cpus] of LISTS) {
    assert.deepEqual(parseCpuList(text), cpus);
    assert.equal(cpuListText(cpus), text.trim());
  }
  assert.equal(cpuListText([2, 0, 1, 2]), '0-2');
  for (const nothing of ['', 'all', '3-1']) assert.deepEqual(parseCpuList(nothing), []);
});

test('of the cores that a process is allowed only those that are there count', () => {
  const status = 'Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-127\n';
  assert.deepEqual(usableCpus(status, '0-3\n'), [0, 1, 2, 3]);
  assert.deepEqual(usableCpus('Cpus_allowed_list:\t2,5\n', '0-7\n'), [2, 5]);
  assert.deepEqual(usableCpus('Cpus_allowed_list:\t2,5\n', ''), [2, 5], 'where /sys is hidden');
  assert.equal(usableCpus('', ''), null);
});

function machine(list: string, parts: Partial<MachineCores> = {}): MachineCores {
  return { allowed: parseCpuList(list), siblingsOf: () => [], cannotLimit: null, ...parts };
}

/** Eight hardware threads of four cores: 0 and 4 are one. */
const FOUR_CORES = machine('0-7', { siblingsOf: (cpu) => [cpu % 4, (cpu % 4) + 4] });

const ASKED: CoresAsked = { workers: 1, pin: false, threads: 1 };

interface Case {
  readonly what: string;
  readonly asked: Partial<CoresAsked>;
  readonly on: MachineCores;
  readonly servers: string | null;
  readonly generator?: string | null;
  readonly notLimited?: string;
  readonly notPinned?: string;
}

const CASES: readonly Case[] = [
  { what: 'one worker has the last core', asked: {}, on: machine('0-1'), servers: '1' },
  { what: 'a container has what it was left', asked: {}, on: machine('2,5'), servers: '5' },
  { what: 'several have the last cores', asked: { workers: 3 }, on: machine('0-7'), servers: '5-7' },
  { what: 'as many as there are need no mask', asked: { workers: 2 }, on: machine('0-1'), servers: null },
  { what: 'a single core needs none', asked: {}, on: machine('0'), servers: null },
  { what: 'native has all', asked: { workers: 'native' }, on: machine('0-7'), servers: null },
  { what: 'workers do not share a core of the hardware', asked: { workers: 2 }, on: FOUR_CORES, servers: '6-7' },
  { what: 'unless they are too many', asked: { workers: 5 }, on: FOUR_CORES, servers: '3-7' },
  {
    what: 'pinned, the generator has the others',
    asked: { pin: true },
    on: machine('0-3'),
    servers: '3',
    generator: '0-2',
  },
  {
    what: 'but not the other half of a core of the servers',
    asked: { pin: true, threads: 2 },
    on: FOUR_CORES,
    servers: '7',
    generator: '0-2,4-6',
  },
  {
    what: 'unless it has too few without',
    asked: { pin: true, threads: 7 },
    on: FOUR_CORES,
    servers: '7',
    generator: '0-6',
  },
  {
    what: 'too few cores to pin, which the servers keep',
    asked: { pin: true, threads: 2 },
    on: machine('0-1'),
    servers: '1',
    notPinned: '2 generator threads and 1 worker need 3 cores, and there are 2',
  },
  {
    what: 'native workers are on all cores',
    asked: { workers: 'native', pin: true },
    on: machine('0-7'),
    servers: null,
    notPinned: 'with native workers servers run on all cores',
  },
  {
    what: 'without taskset nothing is limited',
    asked: { pin: true },
    on: machine('0-3', { cannotLimit: 'no taskset' }),
    servers: null,
    notLimited: 'no taskset',
    notPinned: 'no taskset',
  },
  {
    what: 'which as many workers as cores do not miss',
    asked: { workers: 4 },
    on: machine('0-3', { cannotLimit: 'no taskset' }),
    servers: null,
  },
];

for (const { what, asked, on, servers, generator = null, notLimited = null, notPinned = null } of CASES) {
  test(`cores: ${what}`, () => {
    const decision = planCores({ ...ASKED, ...asked }, on);
    const workers = asked.workers ?? 1;
    assert.deepEqual(decision, {
      plan: { workers, serverCpus: servers, generatorCpus: generator },
      notLimited,
      notPinned,
    });
  });
}

test('the threads of this process can be moved, and moved back', async (context) => {
  const { allowed, cannotLimit } = readCores();
  if (cannotLimit !== null) return context.skip(cannotLimit);
  const first = String(allowed[0]);
  assert.equal(await moveOwnThreads(first), null);
  const moved = readCores().allowed;
  assert.equal(await moveOwnThreads(cpuListText(allowed)), null);
  assert.deepEqual(moved, [allowed[0]]);
  assert.deepEqual(readCores().allowed, allowed);
  assert.match((await moveOwnThreads('4095')) ?? '', /^taskset: /);
});
