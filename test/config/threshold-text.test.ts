import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threshold } from '../../src/config/threshold-text.js';

const UNDERSTOOD: readonly [string, string, string, number][] = [
  ['p99<20ms', 'p99', '<', 20_000],
  ['p999 <= 1.5s', 'p999', '<=', 1_500_000],
  ['avg<500us', 'avg', '<', 500],
  ['errors<0.1%', 'errors', '<', 0.001],
  ['errors<=0', 'errors', '<=', 0],
  ['rate>=5k', 'rate', '>=', 5000],
];

for (const [text, metric, comparison, limit] of UNDERSTOOD) {
  test(`${text} is understood`, () => {
    const parsed = threshold(text);
    assert.deepEqual(parsed, { ok: true, value: { text: text.replaceAll(' ', ''), metric, comparison, limit } });
  });
}

const REFUSED: readonly [string, RegExp][] = [
  ['p99', /must be a metric, <, <=, > or >=, and a limit, got "p99"/],
  ['p98<20ms', /knows no metric "p98"/],
  ['p99<20', /must end in a time/],
  ['p99=20ms', /must be a metric/],
  ['errors<5', /must end in a share/],
  ['rate>fast', /must end in a rate/],
];

for (const [text, message] of REFUSED) {
  test(`${text} is refused`, () => {
    const parsed = threshold(text);
    assert.ok(!parsed.ok);
    assert.match(parsed.message, message);
    assert.notEqual(parsed.hint, undefined);
  });
}
