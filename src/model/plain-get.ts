import type { RequestSource } from './request-source.js';
import type { Expectation } from './scenario.js';

/**
 * The path of the first request that is no more than a path: a GET without headers, the same every time, that is answered
 * with 2xx or 3xx where all is well. Null: there is none.
 */
export function plainGetPath(source: RequestSource, expectOfAll: Pick<Expectation, 'status'>): string | null {
  if (source.kind === 'made' && source.hook !== null) return null;
  const expected = (own: Pick<Expectation, 'status'> | undefined): boolean => isSuccess(own ?? expectOfAll);
  const paths =
    source.kind === 'fixed'
      ? source.requests.flatMap((request) => {
          const isPlain = isBare(request, Object.keys(request.headers).length) && expected(request.expect);
          return isPlain ? [request.path] : [];
        })
      : source.requests.flatMap((template) => {
          const isPlain = isBare(template, template.headers.length) && expected(template.expect?.written);
          const texts = template.path.filter((part) => typeof part === 'string');
          return isPlain && texts.length === template.path.length ? [texts.join('')] : [];
        });
  return paths[0] ?? null;
}

function isBare({ method, body }: { readonly method: string; readonly body: unknown }, headers: number): boolean {
  return method === 'GET' && body === null && headers === 0;
}

function isSuccess({ status }: Pick<Expectation, 'status'>): boolean {
  return status.every(({ from, to }) => from >= 200 && to <= 399);
}
