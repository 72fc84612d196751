import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAUSING_SERVERS, pauseBias } from '../helpers/simulation.js';

for (const server of PAUSING_SERVERS) {
  test(`totals by send time keep a server's pauses of ${server.pauseMs} ms`, () => {
    const bias = pauseBias(server);
    // About 1 % is left even by slices of random length where a pause outlasts a slice and so ends it: the next pause then
    // falls at the same place of a slice more often than elsewhere.
    assert.ok(Math.abs(bias) < 0.015, `bias ${bias}`);
  });
}
