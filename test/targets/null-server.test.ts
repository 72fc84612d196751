import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { findScenario } from '../../src/scenario/builtin.js';
import { askScenarios } from '../helpers/asked-scenarios.js';
import { type RunningTarget, targetFile, withTarget } from './running-target.js';

const SERVER = targetFile('null-server/server.js');

/** Writes the parts one by one, each after the answers to all before it have come, and counts the answers. */
async function answersAfter(target: RunningTarget, parts: readonly (readonly [string, number])[]): Promise<number[]> {
  const socket = connect(target.endpoint.port, target.endpoint.host).setNoDelay(true);
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  const counts: number[] = [];
  const answers = () => received.split('HTTP/1.1 200 OK').length - 1;
  for (const [part, expected] of parts) {
    await new Promise<void>((resolve) => socket.write(part, () => resolve()));
    while (answers() < expected) await once(socket, 'data');
    counts.push(answers());
  }
  socket.destroy();
  return counts;
}

test('the null server answers the json scenario', async () => {
  const { problems } = await withTarget(SERVER, {}, ({ endpoint }) =>
    askScenarios({ endpoint, dataDir: null }, 'null-server', [findScenario('json')!]),
  );
  assert.deepEqual(problems, []);
});

test('the null server answers pipelined and split requests, bodies skipped, each once', async () => {
  const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
  const post = `POST / HTTP/1.1\r\ncontent-length:  ${get.length}\r\n\r\n`;
  const counts = await withTarget(SERVER, {}, (target) =>
    answersAfter(target, [
      [get, 1],
      [get.repeat(16), 17],
      [get + get.slice(0, -3), 18],
      [get.slice(-3), 19],
      // The body looks like a request, and comes in two parts.
      [post + get.slice(0, 5), 20],
      [get.slice(5) + get, 21],
      [get, 22],
    ]),
  );
  assert.deepEqual(counts, [1, 17, 18, 19, 20, 21, 22]);
});

test('the null server answers as many bytes as it is told', async () => {
  const length = await withTarget(SERVER, { ANSWER_BYTES: '5000' }, async ({ endpoint }) => {
    const response = await fetch(`http://${endpoint.host}:${endpoint.port}/`);
    return (await response.text()).length;
  });
  assert.equal(length, 5000);
});
