import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/machine/doctor/judge.js';
import { toolFacts } from '../../../src/machine/doctor/tool-facts.js';
import type { DoctorFacts, FindingLevel } from '../../../src/model/doctor.js';
import { FIT, SICK, UNKNOWN } from './facts.js';

interface Case {
  readonly topic: string;
  readonly level: FindingLevel;
  readonly facts: Partial<DoctorFacts>;
  /** For the name of the test. */
  readonly parts: object;
}

/** The fit machine with something else about one part of it. */
function changed<Key extends 'cores' | 'activity' | 'limits' | 'memory' | 'clock' | 'system'>(
  key: Key,
  parts: Partial<DoctorFacts[Key]>,
): (topic: string, level: FindingLevel) => Case {
  return (topic, level) => ({ topic, level, parts, facts: { [key]: { ...FIT[key], ...parts } } });
}

function withFolder(what: string, problem: string | null, freeBytes: number | null) {
  return (level: FindingLevel): Case => {
    const folders = [{ what, path: '/x', problem, freeBytes }];
    return { topic: what, level, parts: folders, facts: { folders } };
  };
}

const probe = (slowTenthShare: number) => ({ medianUs: 1700, slowTenthShare, count: 9 });

const CASES: readonly Case[] = [
  changed('cores', { allowedCount: 1, allowed: '0' })('cores', 'warn'),
  changed('cores', { allowedCount: 2, allowed: '2-3' })('cores', 'ok'),
  changed('cores', { cannotLimit: 'no taskset' })('taskset', 'warn'),
  changed('cores', { physicalCount: 4 })('SMT', 'note'),
  changed('cores', { governor: 'schedutil' })('governor', 'warn'),
  changed('cores', { isTurboOn: true })('turbo', 'note'),
  changed('cores', { governor: null })('unknown', 'note'),
  changed('activity', { foreignCores: 0.25 })('load', 'ok'),
  changed('activity', { foreignCores: 0.26 })('load', 'warn'),
  changed('activity', { stealCores: 0.06 })('steal', 'warn'),
  changed('activity', { probe: probe(0.06) })('speed', 'note'),
  changed('activity', { probe: probe(0.21) })('speed', 'warn'),
  changed('clock', { source: 'acpi_pm' })('clock', 'warn'),
  changed('clock', { source: 'kvm-clock' })('clock', 'ok'),
  changed('clock', { resolutionNs: 1_000_000 })('clock', 'warn'),
  changed('memory', { availableBytes: 0.9e9 })('memory', 'warn'),
  changed('memory', { availableBytes: 0.2e9 })('memory', 'bad'),
  changed('memory', { swapUsedBytes: 60e6 })('swap', 'note'),
  changed('memory', { transparentHugePages: 'always' })('huge pages', 'note'),
  changed('memory', { transparentHugePages: 'never' })('huge pages', 'ok'),
  changed('limits', { openFiles: { soft: 256, hard: 256 } })('open files', 'bad'),
  changed('limits', { openFiles: { soft: 1024, hard: 65_536 } })('open files', 'note'),
  changed('limits', { timeWait: 5001 })('ports', 'warn'),
  changed('limits', { ports: { from: 60_000, to: 60_999 } })('ports', 'note'),
  changed('limits', { twReuse: 0 })('ports', 'note'),
  changed('limits', { somaxconn: 128 })('accept queue', 'note'),
  changed('limits', { cpuQuotaCores: 1.5 })('CPU quota', 'warn'),
  changed('system', { os: 'darwin' })('system', 'warn'),
  withFolder('builds', 'is no folder', null)('bad'),
  withFolder('reports', 'is no folder', null)('warn'),
  withFolder('reports', null, 1e8)('warn'),
];

for (const { topic, level, parts, facts } of CASES) {
  test(`doctor: ${topic} is ${level} with ${JSON.stringify(parts)}`, () => {
    const { findings, isFit } = diagnose({ ...FIT, ...facts });
    assert.deepEqual(
      findings.flatMap((finding) => (finding.topic === topic ? finding.level : [])),
      [level],
    );
    // One cause is one finding.
    assert.deepEqual(
      findings.filter((finding) => finding.topic !== topic && finding.level !== 'ok'),
      [],
    );
    assert.equal(isFit, level !== 'bad');
  });
}

test('a machine that nothing is wrong with gets no advice', () => {
  const { findings, isFit } = diagnose(FIT);
  assert.ok(isFit);
  assert.deepEqual(
    findings.filter(({ level, cost, mend }) => level !== 'ok' || cost !== null || mend !== null),
    [],
  );
});

test('what is worse than a note says what it costs, and whoever is told to use sudo what that changes', () => {
  for (const { level, cost, mend, topic } of [SICK, UNKNOWN].flatMap((facts) => diagnose(facts).findings)) {
    if (level === 'warn' || level === 'bad') assert.notEqual(cost, null, topic);
    if (mend?.includes('sudo')) assert.match(mend, /\(.*until the next boot\)/, topic);
  }
});

test('a tool that is missing is told with the targets that miss it', () => {
  const tools = diagnose(SICK).findings.filter(({ topic }) => topic === 'tools');
  assert.deepEqual(
    tools.map(({ level, found, cost }) => [level, found, cost]),
    [
      ['ok', 'node 20.20.2', null],
      ['note', 'java 11.0.2 is older than 17', 'spring-boot cannot be measured here'],
      ['note', 'cargo is not on PATH', 'hyperlane, rust-axum cannot be measured here'],
    ],
  );
});

test('a tool that several targets require is told once, but apart for whom it will not do', () => {
  const required = (target: string, minVersion: string, hint: string | null, problem: string | null) => ({
    target,
    tool: { name: 'go', minVersion, hint },
    check: { name: 'go', found: '1.22', problem },
  });
  const old = 'go 1.22 is older than 1.25';
  assert.deepEqual(
    toolFacts([
      required('a', '1.22', null, null),
      required('b', '1.25', 'install Go 1.25', old),
      required('c', '1.24', 'install Go 1.24', old),
      required('d', '1.20', null, null),
    ]),
    [
      { name: 'go', version: '1.22', problem: null, hint: null, neededBy: ['a', 'd'] },
      { name: 'go', version: '1.22', problem: old, hint: 'install Go 1.25', neededBy: ['b', 'c'] },
    ],
  );
});
