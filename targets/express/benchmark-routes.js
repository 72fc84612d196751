import { runBenchmark } from '../shared/benchmark.js';
import { resetWorkload, stats } from '../shared/workload.js';
import { allowOnly } from './answers.js';

/** The benchmark, its counters, and their reset together with all others. */
export function addBenchmarkRoutes(app, readBytes) {
  app
    .route('/benchmark')
    .get(async (_request, response) => {
      const outcome = await runBenchmark();
      stats.record(outcome.processing_time_us);
      response.json(outcome);
    })
    .all(allowOnly('GET'));

  app
    .route('/stats')
    .get((_request, response) => response.json(stats.snapshot()))
    .all(allowOnly('GET'));

  app
    .route('/admin/reset')
    .post(readBytes, (_request, response) => {
      resetWorkload();
      response.status(204).end();
    })
    .all(allowOnly('POST'));
}
