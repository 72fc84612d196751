import { CONTRACT_ENDPOINTS } from './endpoints.js';
import { deviation, expectError, NOT_FOUND } from './expectations.js';
import type { Rule, RuleContext } from './rule.js';

const KEPT_REQUESTS = 120;
const BODY_OVER_THE_LIMIT = Buffer.alloc(1_048_577, 'x');

/** What belongs to no single endpoint: unknown paths, connections, compression. */
export const COMMON_RULES: readonly Rule[] = [
  {
    endpoint: 'common',
    name: 'an unknown path answers 404',
    check: async ({ send, random }) => {
      const paths = [`/${random.word(8)}`, `/${random.word(4)}/${random.word(4)}`, '/'];
      const exchanges = await Promise.all(paths.map((path) => send({ method: 'GET', path })));
      return exchanges.flatMap((exchange) => expectError(exchange, NOT_FOUND));
    },
  },
  {
    endpoint: 'common',
    name: 'the path is judged before the method and the size',
    check: async ({ send, random }) => [
      ...expectError(await send({ method: 'PATCH', path: `/${random.word(8)}` }), NOT_FOUND),
      ...expectError(await send({ method: 'POST', path: `/${random.word(8)}`, body: BODY_OVER_THE_LIMIT }), NOT_FOUND),
    ],
  },
  {
    endpoint: 'common',
    // More than 100: the number after which some servers close by default.
    name: `a connection is kept for ${KEPT_REQUESTS} requests`,
    check: async (context) => {
      const path = anyPath(context);
      if (path === null) return [];
      let exchange = await context.send({ method: 'GET', path });
      const connections = new Set<object>([exchange.connection]);
      for (let sent = 1; sent < KEPT_REQUESTS; sent++) {
        exchange = await context.send({ method: 'GET', path });
        connections.add(exchange.connection);
      }
      return connections.size === 1 ? [] : deviation(exchange, 'one connection', `${connections.size} connections`);
    },
  },
  {
    endpoint: 'common',
    name: 'nothing is compressed',
    check: async (context) => {
      const path = anyPath(context);
      if (path === null) return [];
      const exchange = await context.send({ method: 'GET', path, headers: { 'Accept-Encoding': 'gzip, br' } });
      const encoding = exchange.headers['content-encoding'];
      return encoding === undefined ? [] : deviation(exchange, 'no Content-Encoding', encoding);
    },
  },
];

/** One that is cheap to ask often, or null when the run has none. */
function anyPath({ has }: RuleContext): string | null {
  const cheap = ['plaintext', 'json', 'health'];
  return CONTRACT_ENDPOINTS.find(({ name }) => cheap.includes(name) && has(name))?.path ?? null;
}
