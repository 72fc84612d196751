import { ContractError, INVALID_KEY } from '../shared/errors.js';
import { DEFAULT_KEY, isValidKey } from '../shared/response-cache.js';
import { cache } from '../shared/workload.js';
import { allowOnly } from './answers.js';

export function addCacheRoutes(app) {
  app
    .route(['/cached', '/cached/:key'])
    .get(async (request, response) => {
      const key = request.params.key ?? DEFAULT_KEY;
      if (!isValidKey(key)) throw new ContractError(INVALID_KEY);
      const stored = cache.lookUp(key);
      response.set('X-Cache', stored === undefined ? 'MISS' : 'HIT');
      response.type('json').send(stored ?? (await cache.compute(key)));
    })
    .all(allowOnly('GET'));

  app
    .route('/cache/stats')
    .get((_request, response) => response.json(cache.stats()))
    .all(allowOnly('GET'));
}
