import { z } from 'zod';
import { bodyExcerpt } from '../scenario/excerpt.js';
import { deviation, expectMediaType, expectStatus, inspectJson } from './expectations.js';
import type { Rule } from './rule.js';

const GREETING = 'Hello, World!';

const HEALTH = z.strictObject({
  status: z.literal('ok'),
  target: z.string().min(1),
  version: z.string().min(1),
  runtime: z.string().min(1),
  pid: z.int().min(1),
});

/** health, plaintext and json: answers that depend on nothing. */
export const HELLO_RULES: readonly Rule[] = [
  {
    endpoint: 'health',
    name: 'tells what runs',
    check: async ({ send }) => inspectJson(await send({ method: 'GET', path: '/health' }), HEALTH),
  },
  {
    endpoint: 'health',
    name: 'names the target that was asked for',
    level: 'warn',
    check: async ({ send, healthName }) => {
      if (healthName === null) return [];
      const exchange = await send({ method: 'GET', path: '/health' });
      return inspectJson(exchange, HEALTH, (health) =>
        health.target === healthName ? [] : deviation(exchange, `"target" to be ${healthName}`, health.target),
      );
    },
  },
  {
    endpoint: 'plaintext',
    name: 'greets in plain text',
    check: async ({ send }) => {
      const exchange = await send({ method: 'GET', path: '/plaintext' });
      const isGreeting = exchange.body.toString('utf8') === GREETING;
      return [
        ...expectStatus(exchange, 200),
        ...expectMediaType(exchange, 'text/plain'),
        ...(isGreeting ? [] : deviation(exchange, GREETING, bodyExcerpt(exchange.body))),
      ];
    },
  },
  {
    endpoint: 'json',
    name: 'greets in JSON',
    check: async ({ send }) =>
      inspectJson(await send({ method: 'GET', path: '/json' }), z.strictObject({ message: z.literal(GREETING) })),
  },
];
