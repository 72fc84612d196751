import type { ContractRequest, Exchange } from './client.js';
import { CONTRACT_ENDPOINTS, type ContractEndpoint } from './endpoints.js';
import { expectError, expectStatus, METHOD_NOT_ALLOWED, PAYLOAD_TOO_LARGE } from './expectations.js';
import type { Deviation, Rule } from './rule.js';

/** PERFCMP_MAX_BODY where nobody sets it. */
export const MAX_BODY_BYTES = 1_048_576;
/** No JSON either: the size is judged before the syntax. */
const OVER_THE_LIMIT = Buffer.alloc(MAX_BODY_BYTES + 1, '{');

/** What holds for every endpoint that takes a body: its limit, its framing, and the order in which errors are judged. */
export const BODY_RULES: readonly Rule[] = CONTRACT_ENDPOINTS.filter(({ method }) => method === 'POST').flatMap(
  rulesOf,
);

function rulesOf(endpoint: ContractEndpoint): readonly Rule[] {
  const { name, path } = endpoint;
  const over: ContractRequest = { method: 'POST', path, body: OVER_THE_LIMIT };
  return [
    {
      endpoint: name,
      name: 'the Content-Type of a request is not looked at',
      check: async ({ send }) => {
        const body = bodyOf(endpoint);
        const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'image/png', 'nonsense'];
        const exchanges = await Promise.all(
          types.map((type) => send({ method: 'POST', path, body, headers: { 'Content-Type': type } })),
        );
        return exchanges.flatMap((exchange) => expectSuccess(exchange, endpoint));
      },
    },
    {
      endpoint: name,
      name: 'a body of exactly the limit is accepted',
      check: async ({ send }) =>
        expectSuccess(await send({ method: 'POST', path, body: bodyOf(endpoint, MAX_BODY_BYTES) }), endpoint),
    },
    {
      endpoint: name,
      name: 'a chunked body is accepted',
      check: async ({ send }) => {
        const exchange = await send({ method: 'POST', path, body: bodyOf(endpoint), isChunked: true });
        return chunkedRefused(exchange) ?? expectSuccess(exchange, endpoint);
      },
    },
    {
      endpoint: name,
      name: 'a Content-Length over the limit answers 413',
      check: async ({ send }) => expectError(await send(over), PAYLOAD_TOO_LARGE),
    },
    {
      endpoint: name,
      name: 'a chunked body over the limit answers 413',
      check: async ({ send }) => {
        const exchange = await send({ ...over, isChunked: true });
        return chunkedRefused(exchange) ?? expectError(exchange, PAYLOAD_TOO_LARGE);
      },
    },
    {
      endpoint: name,
      name: 'the method is judged before the size',
      check: async ({ send }) => expectError(await send({ ...over, method: 'PUT' }), METHOD_NOT_ALLOWED),
    },
  ];
}

/** Some frameworks do not read chunked requests: openly refused it is a limit worth knowing, not a broken server. */
export function chunkedRefused(exchange: Exchange): readonly Deviation[] | null {
  if (exchange.status !== 400 && exchange.status !== 411 && exchange.status !== 501) return null;
  const { sent, status } = exchange;
  return [{ level: 'warn', sent, expected: 'chunked bodies to be read', got: `refused with ${status}` }];
}

/** What the endpoint answers with success, filled with spaces: they change nothing, in JSON either. */
function bodyOf(endpoint: ContractEndpoint, bytes = 100): Buffer {
  return Buffer.from((endpoint.body ?? '').padEnd(bytes));
}

function expectSuccess(exchange: Exchange, { name }: ContractEndpoint): readonly Deviation[] {
  return expectStatus(exchange, name === 'admin-reset' ? 204 : 200);
}
