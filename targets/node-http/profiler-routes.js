import { runProfiled } from '../shared/profiler.js';
import { profiler } from '../shared/workload.js';
import { send, sendJson } from './answers.js';

export const profilerRoutes = [
  ['/profiled', { method: 'GET', answer: answerProfiled }],
  ['/profiler/stats', { method: 'GET', answer: answerProfilerStats }],
];

function answerProfiled(request, response) {
  send(response, 200, 'application/json', runProfiled(profiler, request));
}

function answerProfilerStats(_request, response) {
  sendJson(response, profiler.stats());
}
