import express from 'express';
import { runBenchmark } from '../shared/benchmark.js';
import {
  INTERNAL_SERVER_ERROR,
  INVALID_KEY,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  PAYLOAD_TOO_LARGE,
} from '../shared/errors.js';
import { describeHealth, installedVersion } from '../shared/health.js';
import { supervise } from '../shared/lifecycle.js';
import { DEFAULT_KEY, isValidKey, ResponseCache } from '../shared/response-cache.js';
import { settings } from '../shared/settings.js';
import { RequestStats } from '../shared/stats.js';

const version = installedVersion('express', import.meta.url);
const stats = new RequestStats();
const cache = new ResponseCache();

// As people run it: X-Powered-By and ETag stay on. Only what the contract says of paths is switched on.
const app = express();
app.enable('strict routing');
app.enable('case sensitive routing');

// New endpoints of the contract get their route here.
app
  .route('/health')
  .get((_request, response) => response.json(describeHealth('express', version)))
  .all(allowOnly('GET'));

app
  .route('/plaintext')
  .get((_request, response) => response.type('text/plain').send('Hello, World!'))
  .all(allowOnly('GET'));

app
  .route('/json')
  .get((_request, response) => response.json({ message: 'Hello, World!' }))
  .all(allowOnly('GET'));

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
  .route(['/cached', '/cached/:key'])
  .get(async (request, response) => {
    const key = request.params.key ?? DEFAULT_KEY;
    if (!isValidKey(key)) return sendError(response, INVALID_KEY);
    const stored = cache.lookUp(key);
    response.set('X-Cache', stored === undefined ? 'MISS' : 'HIT');
    response.type('json').send(stored ?? (await cache.compute(key)));
  })
  .all(allowOnly('GET'));

app
  .route('/cache/stats')
  .get((_request, response) => response.json(cache.stats()))
  .all(allowOnly('GET'));

app
  .route('/admin/reset')
  .post(express.raw({ type: () => true, limit: settings.maxBodyBytes }), (_request, response) => {
    stats.reset();
    cache.reset();
    response.status(204).end();
  })
  .all(allowOnly('POST'));

app.use((_request, response) => sendError(response, NOT_FOUND));

// Express knows an error handler by its four parameters.
app.use((error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error.status === 413) return sendError(response, PAYLOAD_TOO_LARGE);
  if (error instanceof URIError) return sendError(response, INVALID_KEY);
  sendError(response, INTERNAL_SERVER_ERROR);
});

supervise(app.listen(settings.port, settings.host));

function allowOnly(method) {
  return (_request, response) => {
    response.set('Allow', method);
    sendError(response, METHOD_NOT_ALLOWED);
  };
}

function sendError(response, error) {
  response.status(error.status).json(error);
}
