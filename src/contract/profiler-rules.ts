import { z } from 'zod';
import type { ContractRequest, Exchange } from './client.js';
import { count, deviation, expectThat, inspectJson, measured, readJson, timestamp } from './expectations.js';
import type { Deviation, Rule, RuleContext } from './rule.js';
import { settled } from './settled.js';

const PROFILED = z.strictObject({
  uri: z.literal('/profiled'),
  headers_count: z.int().min(1),
  computation_result: z.literal(333_283_335_000),
  timestamp,
});

const SPANS = ['request_parsing', 'business_logic', 'response_serialization'];

const PROFILER_STATS = z.strictObject({
  profiler_stats: z.array(
    z.strictObject({
      function_name: z.enum(SPANS),
      call_count: z.int().min(1),
      total_time_ns: measured,
      avg_time_ns: measured,
      min_time_ns: measured,
      max_time_ns: measured,
    }),
  ),
  total_functions_tracked: count,
  analysis_timestamp: timestamp,
});

type Span = z.infer<typeof PROFILER_STATS>['profiler_stats'][number];

/** Clocks that are read apart. */
const CLOCK_SLACK_NS = 1_000_000;

/** GET /profiled and GET /profiler/stats: three timed spans of a request. */
export const PROFILER_RULES: readonly Rule[] = [
  {
    endpoint: 'profiled',
    name: 'answers the sum of squares and its own path',
    check: async ({ send, random }) => {
      const plain = await send({ method: 'GET', path: '/profiled' });
      const queried = await send({ method: 'GET', path: `/profiled?${random.word(4)}=1` });
      return [...inspectJson(plain, PROFILED), ...inspectJson(queried, PROFILED)];
    },
  },
  {
    endpoint: 'profiled',
    name: 'headers_count is the number of distinct request header names',
    check: async (context) => {
      const sets = [0, 1 + context.random.below(5), 6 + context.random.below(20)];
      const exchanges = await Promise.all(sets.map((extra) => context.send(withHeaders(context, extra))));
      return exchanges.flatMap((exchange, index) =>
        inspectJson(exchange, PROFILED, ({ headers_count: got }) => {
          // Host and Connection, the extra ones, and one name that is sent twice.
          const expected = sets[index]! + 3;
          return expectThat(exchange, got === expected, `"headers_count" to be ${expected}`, String(got));
        }),
      );
    },
  },
  {
    endpoint: 'profiler-stats',
    name: 'lists three spans in order, one call for each request of /profiled',
    needs: ['profiled'],
    check: async (context) => {
      const before = readJson(await profilerStats(context), PROFILER_STATS);
      if (before.value === null) return before.deviations;
      const asked = 2 + context.random.below(6);
      const startedMs = performance.now();
      for (let sent = 0; sent < asked; sent++) await context.send({ method: 'GET', path: '/profiled' });
      const expected = SPANS.map((name) => `${name} ${asked + callsOf(before.value.profiler_stats, name)}`).join(', ');
      const exchange = await settled(
        () => profilerStats(context),
        (answer) => listOf(answer) === expected,
      );
      const elapsedNs = (performance.now() - startedMs) * 1e6;
      const spentBefore = totalNs(before.value.profiler_stats);
      return inspectJson(exchange, PROFILER_STATS, ({ profiler_stats: spans }) => [
        ...expectThat(
          exchange,
          listOf(exchange) === expected,
          `spans ${expected} after ${asked} more`,
          listOf(exchange) || 'none',
        ),
        ...expectThat(
          exchange,
          totalNs(spans) - spentBefore <= elapsedNs + CLOCK_SLACK_NS,
          `spans of at most the ${Math.round(elapsedNs)} ns that ${asked} requests took`,
          `${totalNs(spans) - spentBefore} ns`,
        ),
      ]);
    },
  },
  {
    endpoint: 'profiler-stats',
    name: 'times of a span fit each other',
    check: async (context) => {
      if (context.has('profiled')) await context.send({ method: 'GET', path: '/profiled' });
      const exchange = await settled(
        () => profilerStats(context),
        (answer) => !context.has('profiled') || listOf(answer) !== '',
      );
      return inspectJson(exchange, PROFILER_STATS, ({ profiler_stats: spans, total_functions_tracked: tracked }) => [
        ...expectThat(
          exchange,
          tracked === spans.length,
          `"total_functions_tracked" to be ${spans.length}, the spans listed`,
          String(tracked),
        ),
        ...spans.flatMap((span) => checkSpan(exchange, span)),
      ]);
    },
  },
  {
    endpoint: 'profiler-stats',
    name: 'a reset clears it',
    needs: ['profiled', 'admin-reset'],
    check: async (context) => {
      await context.send({ method: 'GET', path: '/profiled' });
      await context.send({ method: 'POST', path: '/admin/reset' });
      const exchange = await profilerStats(context);
      return inspectJson(exchange, PROFILER_STATS, ({ profiler_stats: spans, total_functions_tracked: tracked }) =>
        expectThat(
          exchange,
          spans.length === 0 && tracked === 0,
          'no spans after a reset',
          `${tracked}: ${listOf(exchange) || 'none'}`,
        ),
      );
    },
  },
];

/** A name that is sent twice counts once. */
function withHeaders({ random }: RuleContext, extra: number): ContractRequest {
  const headers: Record<string, string | readonly string[]> = { Connection: 'keep-alive' };
  headers[`X-Twice-${random.word(4)}`] = [random.word(3), random.word(3)];
  for (let index = 0; index < extra; index++) headers[`X-${index}-${random.word(5)}`] = random.word(8);
  return { method: 'GET', path: '/profiled', headers };
}

function checkSpan(exchange: Exchange, span: Span): readonly Deviation[] {
  const { function_name: name, call_count: calls, total_time_ns: total, avg_time_ns: avg } = span;
  const inOrder = span.min_time_ns <= avg + 1 && avg <= span.max_time_ns + 1;
  return [
    ...(inOrder ? [] : deviation(exchange, `${name}: min <= avg <= max`, JSON.stringify(span))),
    ...expectThat(
      exchange,
      // An average that is rounded to whole nanoseconds is off by less than one.
      Math.abs(avg * calls - total) <= calls,
      `${name}: "avg_time_ns" to be ${total} / ${calls}`,
      String(avg),
    ),
  ];
}

function profilerStats({ send }: RuleContext): Promise<Exchange> {
  return send({ method: 'GET', path: '/profiler/stats' });
}

function listOf(exchange: Exchange): string {
  const spans = readJson(exchange, PROFILER_STATS).value?.profiler_stats ?? [];
  return spans.map(({ function_name, call_count }) => `${function_name} ${call_count}`).join(', ');
}

function callsOf(spans: readonly Span[], name: string): number {
  return spans.find(({ function_name }) => function_name === name)?.call_count ?? 0;
}

function totalNs(spans: readonly Span[]): number {
  return spans.reduce((sum, { total_time_ns }) => sum + total_time_ns, 0);
}
