import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  parseChoice,
  parseCpuMax,
  parseMeminfo,
  parseNumber,
  parseOpenFiles,
  parsePorts,
  parseThrottled,
  parseTimeWait,
} from '../../../src/machine/doctor/parse.js';
import { readClock, readCoreFacts } from '../../../src/machine/doctor/read-cores.js';
import { readFolder } from '../../../src/machine/doctor/read-folder.js';
import { readLimits, readMemory } from '../../../src/machine/doctor/read-limits.js';
import { summariseProbes, watchActivity } from '../../../src/machine/doctor/watch.js';

test('texts of /proc and /sys are read as Linux writes them', () => {
  const limits =
    'Limit      Soft Limit   Hard Limit   Units\nMax open files            1024       unlimited       files\n';
  assert.deepEqual(parseOpenFiles(limits), { soft: 1024, hard: Number.MAX_SAFE_INTEGER });
  assert.deepEqual(parsePorts('32768\t60999\n'), { from: 32_768, to: 60_999 });
  assert.equal(parseTimeWait('sockets: used 95\nTCP: inuse 21 orphan 0 tw 1430 alloc 21 mem 11\n'), 1430);
  assert.equal(parseChoice('always [madvise] never\n'), 'madvise');
  assert.equal(parseCpuMax('150000 100000\n'), 1.5);
  assert.equal(parseCpuMax('max 100000\n'), null);
  assert.deepEqual(parseThrottled('usage_usec 1\nnr_periods 400\nnr_throttled 120\n'), { periods: 120, of: 400 });
  assert.equal(parseThrottled('nr_periods 0\nnr_throttled 0\n'), null);
  assert.equal(parseMeminfo('MemTotal:       24684096 kB\nSwapFree:  8 kB\n', 'SwapFree'), 8192);
  assert.equal(parseNumber('-1\n'), -1);
});

test('what is not there is null', () => {
  for (const text of [null, '', 'rubbish\n']) {
    const parsers = [parseOpenFiles, parsePorts, parseTimeWait, parseChoice, parseCpuMax, parseThrottled, parseNumber];
    assert.deepEqual(
      parsers.filter((parse) => parse(text) !== null),
      [],
    );
    assert.equal(parseMeminfo(text, 'MemTotal'), null);
  }
});

test('this machine is read without a fault, and its figures are possible ones', async () => {
  const cores = readCoreFacts();
  assert.ok(cores.allowedCount >= 1 && cores.there >= cores.allowedCount);
  const { resolutionNs } = readClock();
  assert.ok(resolutionNs > 0 && resolutionNs < 1e9);
  const { totalBytes, availableBytes } = readMemory();
  assert.ok(availableBytes > 0 && availableBytes <= totalBytes);
  assert.ok((readLimits().openFiles?.soft ?? 1) > 0);
  const activity = await watchActivity(60, new AbortController().signal);
  assert.ok(activity.probe.count >= 1 && activity.probe.medianUs > 0);
  assert.ok(activity.programs.every(({ pid, name }) => pid !== process.pid && name !== ''));
});

test('the slowest tenth is told beside the median', () => {
  const probesUs = [...Array.from({ length: 18 }, () => 1000), 1500, 2000];
  assert.deepEqual(summariseProbes(probesUs), { medianUs: 1000, slowTenthShare: 0.5, count: 20 });
  assert.deepEqual(summariseProbes([]), { medianUs: 0, slowTenthShare: 0, count: 0 });
});

test('a folder that is not there yet is as good as the one it will be made in, and nothing is left in it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'perfcmp-doctor-'));
  try {
    const missing = await readFolder('builds', join(root, 'a', 'b'));
    assert.equal(missing.problem, null);
    assert.ok((missing.freeBytes ?? 0) > 0);
    assert.deepEqual(readdirSync(root), []);
    writeFileSync(join(root, 'file'), '');
    assert.equal((await readFolder('builds', join(root, 'file', 'b'))).problem, 'is no folder');
  } finally {
    rmSync(root, { recursive: true });
  }
});
