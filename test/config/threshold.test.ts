import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threshold } from '../../src/config/threshold.js';
import type { ThresholdComparison, ThresholdMetric } from '../../src/model/threshold.js';

const UNDERSTOOD: readonly [string, ThresholdMetric, ThresholdComparison, number][] = [
  ['p99<20ms', 'p99', '<', 20_000],
  ['p99 <= 20ms', 'p99', '<=', 20_000],
  ['p99.9<1.5s', 'p999', '<', 1_500_000],
  ['p999<1m', 'p999', '<', 60_000_000],
  ['P50<500us', 'p50', '<', 500],
  ['avg<1ms', 'avg', '<', 1000],
  ['min>0us', 'min', '>', 0],
  ['max<2s', 'max', '<', 2_000_000],
  ['errors<0.1%', 'errors', '<', 0.001],
  ['errors<=0', 'errors', '<=', 0],
  ['errors<0.05', 'errors', '<', 0.05],
  ['rate>=5k', 'rate', '>=', 5000],
  ['rate>120.5', 'rate', '>', 120.5],
  ['rate>=5k/s', 'rate', '>=', 5000],
];

for (const [text, metric, comparison, limit] of UNDERSTOOD) {
  test(`the threshold ${text} is understood`, () => {
    assert.deepEqual(threshold(text), { ok: true, value: { text, metric, comparison, limit } });
  });
}

const REFUSED: readonly [string, RegExp, RegExp][] = [
  ['', /must be a metric, a comparison and a limit, got ""/, /p99<20ms/],
  ['p99', /must be a metric, a comparison and a limit/, /p99<20ms/],
  ['p99=20ms', /must be a metric, a comparison and a limit/, /p99<20ms/],
  ['p99<<20ms', /must be a metric, a comparison and a limit/, /p99<20ms/],
  ['p99<', /must be a metric, a comparison and a limit/, /p99<20ms/],
  ['p99<20', /needs a time with its unit, got "20"/, /'p99<20ms'/],
  ['p99<20kb', /needs a time with its unit, got "20kb"/, /'p99<20ms'/],
  ['p98<20ms', /has no metric "p98"/, /p9/],
  ['latency<20ms', /has no metric "latency"/, /metrics are min, avg/],
  ['error<1%', /has no metric "error"/, /errors/],
  ['errors<101%', /needs a share of at most 100 %, got "101%"/, /errors<0.1%/],
  ['errors<5', /needs a share of at most 100 %, got "5"/, /errors<0.1%/],
  ['rate>=5ms', /needs requests a second, got "5ms"/, /rate>=5k/],
];

for (const [text, message, hint] of REFUSED) {
  test(`the threshold "${text}" is refused with a way out`, () => {
    const parsed = threshold(text);
    assert.ok(!parsed.ok);
    assert.match(parsed.message, message);
    assert.match(parsed.hint ?? '', hint);
  });
}
