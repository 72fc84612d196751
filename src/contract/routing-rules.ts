import { CONTRACT_ENDPOINTS, type ContractEndpoint, successRequest } from './endpoints.js';
import { deviation, expectError, METHOD_NOT_ALLOWED, NOT_FOUND } from './expectations.js';
import type { Deviation, Rule } from './rule.js';

// HEAD and OPTIONS are outside the contract.
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Paths, methods and common headers: the same rules for every endpoint. */
export const ROUTING_RULES: readonly Rule[] = CONTRACT_ENDPOINTS.flatMap(rulesOf);

function rulesOf(endpoint: ContractEndpoint): readonly Rule[] {
  const { name, method, path } = endpoint;
  const request = successRequest(endpoint);
  return [
    {
      endpoint: name,
      name: 'a wrong method answers 405 with Allow',
      check: async ({ send }) => {
        const found: Deviation[] = [];
        for (const wrong of METHODS.filter((candidate) => candidate !== method)) {
          const exchange = await send({ method: wrong, path });
          found.push(...expectError(exchange, METHOD_NOT_ALLOWED));
          const allowed = exchange.headers.allow;
          if (exchange.status === 405 && !listsMethod(allowed, method)) {
            found.push(...deviation(exchange, `Allow: ${method}`, allowed ?? 'no Allow header'));
          }
        }
        return found;
      },
    },
    {
      endpoint: name,
      name: 'a trailing slash is another path',
      check: async ({ send }) => expectError(await send({ method, path: `${path}/` }), NOT_FOUND),
    },
    {
      endpoint: name,
      name: 'paths are case-sensitive',
      check: async ({ send }) => {
        const [, first = '', ...rest] = path.split('/');
        return expectError(await send({ method, path: ['', first.toUpperCase(), ...rest].join('/') }), NOT_FOUND);
      },
    },
    {
      endpoint: name,
      name: 'query strings are ignored',
      check: async ({ send, random }) => {
        const exchange = await send({ ...request, path: `${path}?${random.word(5)}=${random.word(5)}&/x` });
        const isSuccess = exchange.status >= 200 && exchange.status < 300;
        return isSuccess ? [] : deviation(exchange, 'the answer without the query', `status ${exchange.status}`);
      },
    },
    {
      endpoint: name,
      name: 'every answer has a Date',
      check: async ({ send }) => {
        const exchanges = [await send(request), await send({ method: 'DELETE', path })];
        return exchanges.flatMap((exchange) => {
          const { date } = exchange.headers;
          const isDate = date !== undefined && Math.abs(Date.parse(date) - Date.now()) < 60_000;
          return isDate ? [] : deviation(exchange, 'Date: the present', date ?? 'no Date header');
        });
      },
    },
  ];
}

function listsMethod(allow: string | undefined, method: string): boolean {
  return (allow ?? '').split(',').some((token) => token.trim() === method);
}
