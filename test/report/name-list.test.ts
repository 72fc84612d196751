import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameList } from '../../src/report/name-list.js';

const ALL = ['bun', 'deno', 'express', 'go', 'koa', 'node'];

test('few names are told, many by those that are missing', () => {
  assert.equal(nameList(['bun', 'deno'], ALL), 'bun, deno');
  assert.equal(nameList(['bun', 'deno', 'express', 'go', 'node'], ALL), 'all but koa');
  assert.equal(nameList(ALL, ALL), 'all 6 targets');
});

test('names are told where as many are missing, where all are few, and where one is not of them', () => {
  const eight = [...ALL, 'rust', 'spring', 'hono'];
  assert.equal(nameList(ALL.slice(0, 5), eight), 'bun, deno, express, go, koa');
  assert.equal(nameList(['bun', 'deno'], ['bun', 'deno']), 'bun, deno');
  assert.equal(nameList([...ALL, 'stranger'], ALL), `${ALL.join(', ')}, stranger`);
});
