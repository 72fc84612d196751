import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitForPorts } from '../../src/experiment/wait-for-ports.js';
import { parseSockstat } from '../../src/machine/sockets.js';

async function told(
  counts: readonly (number | null)[],
  longestMs: number,
): Promise<{ codes: string[]; asked: number }> {
  let asked = 0;
  const held = (): number | null => counts[Math.min(asked++, counts.length - 1)] ?? null;
  const codes: string[] = [];
  for await (const event of waitForPorts(new AbortController().signal, held, longestMs)) {
    codes.push(event.kind === 'warning' ? `${event.warning.level} ${event.warning.code}` : event.kind);
  }
  return { codes, asked };
}

test('a launch waits until ports are let go of, and tells where they are not', async () => {
  assert.deepEqual(await told([5000], 60_000), { codes: [], asked: 1 });
  assert.deepEqual(await told([null], 60_000), { codes: [], asked: 1 });
  assert.deepEqual(await told([5001, 4000], 60_000), { codes: [], asked: 2 });
  assert.deepEqual(await told([9000], 0), { codes: ['note ports-held'], asked: 1 });
});

test('closed connections stand in the line of TCP', () => {
  assert.equal(parseSockstat('sockets: used 9\nTCP: inuse 5 orphan 0 tw 123 alloc 9 mem 1\nUDP: inuse 0\n'), 123);
  assert.equal(parseSockstat('sockets: used 9\n'), null);
});
