import { z } from 'zod';
import { bodyExcerpt } from '../scenario/excerpt.js';
import type { Exchange } from './client.js';
import {
  deviation,
  expectError,
  expectStatus,
  INVALID_KEY,
  inspectJson,
  NOT_FOUND,
  timestamp,
} from './expectations.js';
import type { Deviation, Rule, RuleContext } from './rule.js';

/** Slack for timers that tick in whole milliseconds. */
const TIMER_SLACK_MS = 1;
const PARALLEL_ATTEMPTS = 3;

/** GET /cached/{key}: the cost of a miss, the bytes of a hit, and what a key may be. */
export const CACHED_RULES: readonly Rule[] = [
  {
    endpoint: 'cached',
    name: 'a new key is a MISS, then a HIT of the same bytes',
    check: async (context) => {
      const key = context.random.word(12);
      const miss = await cached(context, key);
      const hit = await cached(context, key);
      const isSame = miss.body.equals(hit.body);
      return [
        ...expectCached(miss, key, 'MISS'),
        ...expectCached(hit, key, 'HIT'),
        ...(isSame ? [] : deviation(hit, `the bytes of the MISS: ${bodyExcerpt(miss.body)}`, bodyExcerpt(hit.body))),
      ];
    },
  },
  {
    endpoint: 'cached',
    name: 'a MISS takes the cost it names',
    check: async (context) => {
      const key = context.random.word(12);
      const exchange = await cached(context, key);
      return inspectJson(exchange, answerOf(key), ({ computation_cost }) => {
        const costMs = Number.parseInt(computation_cost, 10);
        const tookMs = exchange.elapsedUs / 1000;
        if (tookMs >= costMs - TIMER_SLACK_MS) return [];
        return deviation(exchange, `an answer after ${costMs} ms`, `one after ${tookMs.toFixed(1)} ms`);
      });
    },
  },
  {
    endpoint: 'cached',
    name: 'parallel misses each pay',
    check: async (context) => {
      let deviations: readonly Deviation[] = [];
      // On a busy machine the last may arrive after the first is stored, and be a HIT by right: so once is enough.
      for (let attempt = 0; attempt < PARALLEL_ATTEMPTS; attempt++) {
        const key = context.random.word(12);
        const exchanges = await Promise.all([1, 2, 3].map(() => cached(context, key)));
        deviations = exchanges.flatMap((exchange) => expectCached(exchange, key, 'MISS'));
        if (deviations.length === 0) break;
      }
      return deviations;
    },
  },
  {
    endpoint: 'cached',
    name: 'no key means "default"',
    check: async ({ send }) => {
      const first = await send({ method: 'GET', path: '/cached' });
      const named = await send({ method: 'GET', path: '/cached/default' });
      return [...inspectJson(first, answerOf('default')), ...expectCached(named, 'default', 'HIT')];
    },
  },
  {
    endpoint: 'cached',
    name: 'keys of every allowed character and of 1 to 128 characters are taken',
    check: async (context) => {
      const { random } = context;
      const keys = [random.word(128), random.word(1), `a.b_c~d-${random.word(6)}`, `${random.word(2)}.json`];
      const exchanges = await Promise.all(keys.map((key) => cached(context, key)));
      return exchanges.flatMap((exchange, index) => inspectJson(exchange, answerOf(keys[index]!)));
    },
  },
  {
    endpoint: 'cached',
    name: 'other keys answer 400',
    check: async (context) => {
      const { random } = context;
      // Refused raw and decoded alike, so that decoding is no question.
      const separators = ['%20', ',', ':', '@', '+', '!', '%C3%A9'];
      const keys = [random.word(129), ...separators.map((one) => `${random.word(3)}${one}${random.word(3)}`)];
      const exchanges = await Promise.all(keys.map((key) => cached(context, key)));
      return exchanges.flatMap((exchange) => expectError(exchange, INVALID_KEY));
    },
  },
  {
    endpoint: 'cached',
    name: 'an empty key and a deeper path are other paths',
    check: async ({ send, random }) => [
      ...expectError(await send({ method: 'GET', path: '/cached/' }), NOT_FOUND),
      ...expectError(await send({ method: 'GET', path: `/cached/${random.word(3)}/${random.word(3)}` }), NOT_FOUND),
    ],
  },
];

/** The exact answer for a key, its time and cost aside. */
function answerOf(key: string) {
  return z.strictObject({
    key: z.literal(key),
    data: z.literal(`Expensive data for ${key}`),
    computed_at: timestamp,
    computation_cost: z.string().regex(/^\d+ms$/, 'expected a cost such as 50ms'),
  });
}

function expectCached(exchange: Exchange, key: string, state: 'HIT' | 'MISS'): readonly Deviation[] {
  const wrongStatus = expectStatus(exchange, 200);
  if (wrongStatus.length > 0) return wrongStatus;
  const header = exchange.headers['x-cache'];
  return [
    ...inspectJson(exchange, answerOf(key)),
    ...(header === state ? [] : deviation(exchange, `X-Cache: ${state}`, String(header ?? 'no X-Cache header'))),
  ];
}

function cached({ send }: RuleContext, key: string): Promise<Exchange> {
  return send({ method: 'GET', path: `/cached/${key}` });
}
