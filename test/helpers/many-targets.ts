import type { Comparison, Metric } from '../../src/model/comparison.js';
import type { Report } from '../../src/model/report.js';
import { bundled, compared, latencyAround, measured, runReport, warned } from './reports.js';

type Ends = readonly [value: number, lower: number, upper: number];

// A run of all bundled targets with --quick on two cores: version, ranks, req/s, +- %, p50 and p99 in us, CPU in us a request;
// against express throughput, p50, p99 and CPU.
const ROWS = `
rust-axum 0.8.9 1-4 119787 10.2 495 1037 8.1 17.2/14.5/20.4 14.6/11.9/18 24.7/15.7/38.8 18.8/15.1/23.5
deno 2.9.6 1-4 117829 11.3 485 1195 8.2 16.9/14.1/20.3 14.8/11.9/18.5 20.3/11.8/35.1 18.6/14.8/23.5
hyperlane 22.1.0 1-4 117041 11 500 1111 8.2 16.8/14.4/19.6 14.2/11.1/18.3 20.5/12.9/32.8 18.6/15/23
bun 1.4.5 1-4 110899 9.7 494 1412 8.9 15.9/13.7/18.5 14.6/11.3/18.9 16.7/10.8/25.8 17.2/13.6/21.8
go-net-http 1.26.8 5-6 72142 8.8 850 2443 13.6 10.4/8.74/12.3 8.55/6.89/10.6 9.74/6.03/15.7 11.2/8.95/14
go-gin 1.12.0 5-6 72016 6.2 854 2394 13.7 10.4/9/11.9 8.52/6.91/10.5 9.92/6.93/14.2 11.2/9.13/13.7
node-http 20.20.2 7-10 47656 12.4 1208 3834 21 6.87/6.11/7.73 6.06/5.14/7.15 6.45/3.22/12.9 7.29/6.33/8.4
hono 4.13.19 7-11 45878 20.9 1272 3367 21.5 6.6/5.5/7.92 5.9/4.93/7.07 7.1/4.86/10.4 7.11/5.77/8.76
fastify 5.12.8 7-10 45440 12.6 1274 3916 22 6.53/5.54/7.69 5.7/4.51/7.22 5.94/2.9/12.1 6.93/5.61/8.57
nestjs-fastify 12.5.1 7-10 41674 14.7 1377 3723 24.2 5.98/4.86/7.35 5.24/4.07/6.74 6.44/4.11/10.1 6.28/4.97/7.95
java-httpserver 17.0.15 10-11 35001 18.5 1477 6865 29.6 5.01/3.98/6.31 4.9/3.8/6.32 3.52/2.42/5.12 5.13/3.9/6.75
koa 3.3.0 12-12 18825 18.9 2959 7377 53.4 2.7/2.23/3.27 2.46/1.97/3.07 3.25/2.05/5.16 2.85/2.3/3.53
python-fastapi 0.165.0 13-14 11145 7 5444 10387 90.2 1.6/1.38/1.86 1.34/1.11/1.62 2.52/1.58/4.02 1.69/1.38/2.07
spring-boot 4.1.2 13-14 10683 10.4 4071 58196 94 1.54/1.4/1.69 1.78/1.47/2.16 0.391/0.228/0.672 1.62/1.4/1.88
express-tuned 5.3.0 15-16 7675 13.5 6435 22381 135 1.1/0.945/1.29 1.14/0.826/1.56 1.07/0.742/1.53 1.13/0.952/1.34
express 5.3.0 15-17 6939 12.4 7426 23806 152.9
spring-like 12.5.1 16-17 6126 15.6 8372 34210 166 0.878/0.723/1.07 0.824/0.57/1.19 0.696/0.478/1.01 0.916/0.716/1.17
`
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', version = '', ranks = '', ...numbers] = line.split(' ');
    const [perSec = 0, spread = 0, p50Us = 0, p99Us = 0, cpuUs = 0] = numbers.slice(0, 5).map(Number);
    const [from = 0, to = 0] = ranks.split('-').map(Number);
    const ratios = numbers.slice(5).map((ends) => ends.split('/').map(Number) as unknown as Ends);
    return { name, version, from, to, perSec, spread, p50Us, p99Us, cpuUs, ratios };
  });

const METRICS: readonly Metric[] = ['throughput', 'latency.p50', 'latency.p99', 'cpuPerRequest'];
/** As fast as the generator. */
const BOUND = ['rust-axum', 'deno', 'hyperlane', 'bun'];
const WARMING = {
  warn: ['express-tuned', 'hyperlane', 'java-httpserver', 'spring-boot'],
  note: ['bun', 'express', 'fastify', 'go-gin', 'hono', 'node-http'],
} as const;

/** Seventeen targets in one scenario, `--quick`: four at the generator's limit, ten still warming, two told with a doubt. */
export function manyTargets(): Report {
  const base = runReport({});
  const about = { scenario: 'json', profile: 'c64' };
  return {
    ...base,
    plan: { ...base.plan, launches: 2, launchesDone: 2, quick: true, mode: 'freeze', sliceMs: 302, blocks: 6 },
    targets: ROWS.map(({ name, version }) => ({
      ...bundled(name, version, 60_000_000),
      ...(name === 'spring-like' && { title: 'Spring-like (NestJS)' }),
    })),
    measurements: ROWS.map(({ name, perSec, spread, p50Us, p99Us, cpuUs }) => {
      const one = measured(name, 'json', perSec, spread);
      return {
        ...one,
        throughput: { ...one.throughput, ...(BOUND.includes(name) && { atLeast: true as const }) },
        latencyUs: { ...latencyAround(p50Us), p99: p99Us },
        server: { cpuSeconds: 6.6, cpuPerRequestUs: cpuUs, peakRssBytes: 60_000_000 },
      };
    }),
    comparisons: ROWS.flatMap(({ name, ratios }) =>
      ratios.map((ends, at) => comparisonOf(name, METRICS[at] ?? 'throughput', ends)),
    ),
    rankings: [
      {
        ...about,
        metric: 'throughput',
        ranks: ROWS.map(({ name: target, from, to }) => ({
          target,
          from,
          to,
          ...(BOUND.includes(target) && { atLeast: true as const }),
        })),
      },
    ],
    warnings: [
      ...BOUND.map((target) =>
        warned('invalid', 'client-bound', 'the load generator was busy 95 % of its time', { ...about, target }),
      ),
      ...(['warn', 'note'] as const).flatMap((level) =>
        WARMING[level].map((target) =>
          warned(level, 'still-warming', level === 'note' ? 'may still be warming' : 'still warming', {
            ...about,
            target,
          }),
        ),
      ),
      ...ROWS.filter(({ name }) => name !== 'koa').map(({ name: target }) =>
        warned('warn', 'not-steady', 'throughput had not settled after its warm-up', { target }),
      ),
    ],
  };
}

function comparisonOf(name: string, metric: Metric, ends: Ends): Comparison {
  const [, lower, upper] = ends;
  const isBound = BOUND.includes(name);
  const verdict = isBound ? 'invalid' : lower > 1 ? 'faster' : upper < 1 ? 'slower' : 'inconclusive';
  const isThroughput = metric === 'throughput';
  return compared(name, 'json', ends, verdict, {
    metric,
    mde: 0.2,
    ...(isThroughput && { typicalRatio: { value: ends[0] * 1.01, lower, upper } }),
    ...(isThroughput && isBound && { atLeast: true as const }),
    ...(isThroughput && name.startsWith('go-') && { doubts: ['near-ceiling'] }),
  });
}
