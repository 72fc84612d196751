import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FLAG, FRAME, frame, SETTING } from '../../src/load/http2-frames.js';
import { Http2Lanes } from '../../src/load/http2-lanes.js';
import { Http2Session } from '../../src/load/http2-session.js';
import { PendingRequests } from '../../src/load/pending-requests.js';
import { dataFrame, headFrame, settingsFrame, uint32s } from '../helpers/frame-server.js';
import { seededRandom } from '../helpers/parsed-answers.js';

const LANES = 4;
const ROUNDS = 5000;

/** Four requests in flight, and what became of them. */
function createSession(random: () => number): {
  readonly session: Http2Session;
  readonly count: { answered: number; failed: number };
  readonly lanes: Http2Lanes;
} {
  const lanes = new Http2Lanes(LANES);
  const count = { answered: 0, failed: 0 };
  const session = new Http2Session({
    wire: { write: () => {}, isBlocked: false, onSettled: () => {} },
    events: {
      partWanted: () => 'whole',
      onAnswer: (lane) => {
        lanes.takeSample(lane);
        lanes.release(lane);
        count.answered += 1;
      },
      onStreamFailure: () => {
        count.failed += 1;
      },
      onGoaway: () => {},
    },
    lanes,
    requestOf: () => ({
      head: Buffer.alloc(20),
      streamIdAt: [5],
      body: random() < 0.2 ? Buffer.alloc(70_000) : null,
      isHead: random() < 0.1,
    }),
  });
  const settings = settingsFrame([SETTING.maxConcurrentStreams, 100]);
  assert.equal(session.feed(settings, settings.length), null);
  const queue = new PendingRequests(LANES, false);
  for (let request = 0; request < LANES; request += 1) queue.push(request, 0);
  session.sendFrom(queue, 1);
  return { session, count, lanes };
}

function answersWithNoise(random: () => number): Buffer {
  const parts: Buffer[] = [];
  for (let streamId = 1; streamId < 2 * LANES; streamId += 2) {
    if (random() < 0.3) parts.push(frame(FRAME.windowUpdate, 0, streamId, uint32s(1000)));
    if (random() < 0.3) parts.push(frame(FRAME.ping, 0, 0, Buffer.alloc(8)));
    if (random() < 0.2) parts.push(frame(FRAME.goaway, 0, 0, uint32s(5, 0)));
    parts.push(headFrame(streamId), dataFrame(streamId, 'hello'), dataFrame(streamId, 'x', FLAG.endStream));
  }
  return Buffer.concat(parts);
}

test('whatever bytes come, no request is lost or counted twice, and nothing is thrown', () => {
  const random = seededRandom(9113);
  let unharmed = 0;
  let refused = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { session, count, lanes } = createSession(random);
    const bytes = answersWithNoise(random);
    const mutations = Math.floor(random() * 4);
    for (let i = 0; i < mutations; i += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    let problem: string | null = null;
    for (let pos = 0; pos < bytes.length && problem === null; ) {
      const part = bytes.subarray(pos, pos + 1 + Math.floor(random() * 60));
      problem = session.feed(part, part.length);
      pos += part.length;
    }
    assert.equal(lanes.active + count.answered + count.failed, LANES);
    if (problem !== null) refused += 1;
    if (mutations > 0) continue;
    assert.deepEqual([problem, count.answered], [null, LANES]);
    unharmed += 1;
  }
  assert.ok(unharmed > ROUNDS / 10, `${unharmed} rounds without a mutation`);
  assert.ok(refused > ROUNDS / 10, `${refused} rounds refused`);
});
