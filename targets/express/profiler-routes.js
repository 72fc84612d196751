import { runProfiled } from '../shared/profiler.js';
import { profiler } from '../shared/workload.js';
import { allowOnly } from './answers.js';

export function addProfilerRoutes(app) {
  app
    .route('/profiled')
    .get((request, response) => response.type('json').send(runProfiled(profiler, request)))
    .all(allowOnly('GET'));

  app
    .route('/profiler/stats')
    .get((_request, response) => response.json(profiler.stats()))
    .all(allowOnly('GET'));
}
