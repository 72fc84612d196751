import { z } from 'zod';
import type { Exchange } from './client.js';
import { count, deviation, inspectJson, timestamp } from './expectations.js';
import type { Deviation, Rule, RuleContext } from './rule.js';

const BENCHMARK = z.strictObject({
  result: z.literal(999_000),
  processing_time_us: count,
  wait_us: count,
  request_id: z.int().min(1),
  timestamp,
});

const REQUESTS = 12;
/** The server rounds, and its clock and ours are read apart. */
const CLOCK_SLACK_US = 1_000;
const CALENDAR_SLACK_MS = 60_000;

/** GET /benchmark: the sum, the wait and the counter. */
export const BENCHMARK_RULES: readonly Rule[] = [
  {
    endpoint: 'benchmark',
    name: 'answers the sum with its times',
    check: async ({ send }) => inspectJson(await send({ method: 'GET', path: '/benchmark' }), BENCHMARK),
  },
  {
    endpoint: 'benchmark',
    name: 'its times fit each other and ours',
    check: async ({ send }) => {
      const exchange = await send({ method: 'GET', path: '/benchmark' });
      return inspectJson(exchange, BENCHMARK, (answer) => [
        ...(answer.wait_us <= answer.processing_time_us
          ? []
          : deviation(exchange, `"wait_us" <= ${answer.processing_time_us}`, String(answer.wait_us))),
        ...(answer.processing_time_us <= exchange.elapsedUs + CLOCK_SLACK_US
          ? []
          : deviation(
              exchange,
              `"processing_time_us" within the ${Math.round(exchange.elapsedUs)} us the answer took`,
              String(answer.processing_time_us),
            )),
        ...(Math.abs(Date.parse(answer.timestamp) - Date.now()) <= CALENDAR_SLACK_MS
          ? []
          : deviation(exchange, '"timestamp" to be the present', answer.timestamp)),
      ]);
    },
  },
  {
    endpoint: 'benchmark',
    name: 'request_id increases by every request',
    check: async (context) => {
      const exchanges: Exchange[] = [];
      for (let sent = 0; sent < REQUESTS; sent++) exchanges.push(await benchmark(context));
      let last = 0;
      return exchanges.flatMap((exchange) =>
        inspectJson(exchange, BENCHMARK, ({ request_id }) => {
          const before = last;
          last = request_id;
          return request_id > before ? [] : deviation(exchange, `"request_id" > ${before}`, String(request_id));
        }),
      );
    },
  },
  {
    endpoint: 'benchmark',
    name: 'request_id is unique among parallel requests',
    check: async (context) => {
      const exchanges = await Promise.all(Array.from({ length: REQUESTS }, () => benchmark(context)));
      const seen = new Set<number>();
      return exchanges.flatMap((exchange) =>
        inspectJson(exchange, BENCHMARK, ({ request_id }): readonly Deviation[] => {
          const isRepeated = seen.has(request_id);
          seen.add(request_id);
          return isRepeated ? deviation(exchange, 'an unused "request_id"', `${request_id} again`) : [];
        }),
      );
    },
  },
];

function benchmark({ send }: RuleContext): Promise<Exchange> {
  return send({ method: 'GET', path: '/benchmark' });
}
