import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FLAG, FRAME, frame, SETTING } from '../../src/load/http2-frames.js';
import { Http2Lanes } from '../../src/load/http2-lanes.js';
import { http2Request } from '../../src/load/http2-requests.js';
import { Http2Session } from '../../src/load/http2-session.js';
import { PendingRequests } from '../../src/load/pending-requests.js';
import { createRandom, type Random } from '../../src/stats/random.js';
import { dataFrame, headFrame, settingsFrame, uint32s } from '../helpers/frame-server.js';
import { endpointOf } from '../helpers/hostile-servers.js';
import { GET } from '../helpers/slices.js';

const CONNECTIONS = 10_000;
const FRAMES_A_CONNECTION = 40;
const REQUESTS = [
  GET,
  { ...GET, method: 'HEAD' },
  { ...GET, method: 'POST', body: Buffer.alloc(100_000) },
  { ...GET, method: 'POST', body: Buffer.alloc(0) },
].map((request) => http2Request(request, endpointOf(80)));

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.integer(from.length)]!;
}

/** A frame that a server may send, or should not. */
function anyFrame(random: Random, streams: readonly number[]): Buffer {
  const id = pick(random, [0, 1, 2, 3, 7, 11, ...streams, ...streams, ...streams]);
  const end = random.integer(2) * FLAG.endStream;
  switch (random.integer(10)) {
    case 0:
    case 1:
      return headFrame(id, { status: pick(random, ['200', '200', '204', '103', 'x']), flags: FLAG.endHeaders | end });
    case 2:
    case 3:
      return dataFrame(id, 'x'.repeat(random.integer(6)), end);
    case 4:
      return frame(FRAME.rstStream, 0, id, uint32s(pick(random, [0, 7, 8])));
    case 5:
      return frame(FRAME.windowUpdate, 0, id, uint32s(pick(random, [1, 70_000, 2 ** 31 - 1])));
    case 6:
      return settingsFrame([SETTING.maxConcurrentStreams, random.integer(4)]);
    case 7:
      return settingsFrame([SETTING.initialWindowSize, pick(random, [0, 1, 65_535, 2 ** 31])]);
    case 8:
      return frame(FRAME.goaway, 0, 0, uint32s(pick(random, [0, 1, 3, 2 ** 31 - 1]), 0));
    default:
      return frame(random.integer(12), random.integer(256), id, Buffer.alloc(random.integer(9)));
  }
}

/** One connection whose requests are kept track of: each is queued, sent and ended once, or given back. */
class TrackedSession {
  readonly lanes: Http2Lanes;
  readonly queue: PendingRequests;
  readonly session: Http2Session;
  readonly #random: Random;
  readonly #sent = new Set<number>();
  #next = 0;
  ended = 0;

  constructor(random: Random) {
    this.#random = random;
    this.lanes = new Http2Lanes(1 + random.integer(4));
    this.queue = new PendingRequests(this.lanes.capacity, false);
    this.session = new Http2Session({
      wire: { write() {}, isBlocked: random.integer(10) === 0, onSettled: () => this.#send() },
      lanes: this.lanes,
      requestOf: (request) => {
        assert.ok(!this.#sent.has(request), 'a request is sent once');
        this.#sent.add(request);
        return REQUESTS[request % REQUESTS.length]!;
      },
      events: {
        partWanted: () => pick(random, ['none', 'head', 'whole']),
        onAnswer: (lane) => {
          this.lanes.takeSample(lane);
          this.lanes.release(lane);
          this.#end(lane);
        },
        onStreamFailure: (lane) => this.#end(lane),
        onGoaway: (lastStreamId) => this.#giveUp((streamId) => streamId > lastStreamId),
      },
    });
  }

  get #streams(): number[] {
    return [...this.lanes.streamId].filter((streamId) => streamId !== 0);
  }

  #end(lane: number): void {
    assert.ok(this.#sent.delete(this.lanes.requestIndex[lane]!), 'a request that was sent ends once');
    this.ended += 1;
  }

  #giveUp(isLost: (streamId: number) => boolean): void {
    for (const [lane, streamId] of this.lanes.streamId.entries()) {
      if (streamId === 0 || !isLost(streamId)) continue;
      this.session.cancel(lane, null);
      this.#end(lane);
    }
  }

  #send(): void {
    while (this.queue.count + this.lanes.active < this.lanes.capacity && this.#random.integer(10) > 0) {
      this.queue.push(this.#next, 0);
      this.#next += 1;
    }
    this.session.sendFrom(this.queue, 1);
  }

  /** Reads a part of the bytes; gives those that are left, or null at the end of the connection. */
  read(bytes: Buffer): Buffer | null {
    const length = this.#random.integer(2) === 0 ? bytes.length : this.#random.integer(bytes.length + 1);
    const problem = this.session.feed(bytes, length);
    if (problem !== null) return null;
    if (this.session.isSettled) this.#send();
    if (this.#random.integer(20) === 0) this.#giveUp((streamId) => streamId === Math.min(...this.#streams));
    assert.equal(this.lanes.active, this.#streams.length);
    assert.equal(this.lanes.active, this.#sent.size, 'what is on its way has a lane');
    assert.equal(new Set(this.#streams).size, this.lanes.active, 'each on a stream of its own');
    return Buffer.concat([bytes.subarray(length), anyFrame(this.#random, this.#streams)]);
  }
}

test('whatever frames a server sends, each request has one lane and one end', () => {
  const random = createRandom(1);
  let ended = 0;
  for (let connection = 0; connection < CONNECTIONS; connection += 1) {
    const tracked = new TrackedSession(random);
    let bytes: Buffer | null = frame(FRAME.settings, 0, 0);
    for (let left = FRAMES_A_CONNECTION; left > 0 && bytes !== null; left -= 1) bytes = tracked.read(bytes);
    ended += tracked.ended;
  }
  assert.ok(ended > CONNECTIONS / 2, `only ${ended} requests came to an end`);
});
