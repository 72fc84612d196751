import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/stats/random.js';

test('the same seed gives the same numbers and another seed gives others', () => {
  const first = createRandom(4211);
  const again = createRandom(4211);
  const other = createRandom(4212);
  const draw = (random: { next(): number }) => Array.from({ length: 8 }, () => random.next());
  const numbers = draw(first);
  assert.deepEqual(draw(again), numbers);
  assert.notDeepEqual(draw(other), numbers);
});

test('numbers are uniform: mean, variance and every tenth are where they belong', () => {
  const random = createRandom(1);
  const count = 100_000;
  const tenths = new Array<number>(10).fill(0);
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < count; index++) {
    const value = random.next();
    assert.ok(value >= 0 && value < 1);
    sum += value;
    squares += value * value;
    tenths[Math.floor(value * 10)]! += 1;
  }
  assert.ok(Math.abs(sum / count - 0.5) < 0.004);
  assert.ok(Math.abs(squares / count - 1 / 3) < 0.004);
  for (const tenth of tenths) assert.ok(Math.abs(tenth - count / 10) < 400, `${tenth}`);
});

test('normal numbers have mean 0, deviation 1 and 5 % beyond 1.96', () => {
  const random = createRandom(7);
  const values = Array.from({ length: 50_000 }, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  assert.ok(Math.abs(mean) < 0.02);
  assert.ok(Math.abs(variance - 1) < 0.03);
  const beyond = values.filter((value) => Math.abs(value) > 1.96).length / values.length;
  assert.ok(Math.abs(beyond - 0.05) < 0.005);
});

test('shuffle keeps its input and every order of three comes up equally often', () => {
  const random = createRandom(3);
  const items = ['a', 'b', 'c'] as const;
  const counts = new Map<string, number>();
  for (let index = 0; index < 6000; index++) {
    const order = random.shuffle(items).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.deepEqual(items, ['a', 'b', 'c']);
  assert.equal(counts.size, 6);
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 120, `${count}`);
});

test('uniform and integer stay in their ranges', () => {
  const random = createRandom(9);
  for (let index = 0; index < 1000; index++) {
    const slice = random.uniform(1, 1.3);
    assert.ok(slice >= 1 && slice < 1.3);
    const whole = random.integer(5);
    assert.ok(Number.isInteger(whole) && whole >= 0 && whole < 5);
  }
});
