import { runBenchmark } from '../shared/benchmark.js';
import { readBody } from '../shared/body.js';
import { resetWorkload, stats } from '../shared/workload.js';
import { sendJson } from './answers.js';

/** The benchmark, its counters, and their reset together with all others. */
export const benchmarkRoutes = [
  ['/benchmark', { method: 'GET', answer: answerBenchmark }],
  ['/stats', { method: 'GET', answer: answerStats }],
  ['/admin/reset', { method: 'POST', answer: answerReset }],
];

async function answerBenchmark(_request, response) {
  const outcome = await runBenchmark();
  stats.record(outcome.processing_time_us);
  sendJson(response, outcome);
}

function answerStats(_request, response) {
  sendJson(response, stats.snapshot());
}

async function answerReset(request, response) {
  await readBody(request);
  resetWorkload();
  response.writeHead(204).end();
}
