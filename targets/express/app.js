import { answerOf, BAD_REQUEST, INVALID_KEY, NOT_FOUND, PAYLOAD_TOO_LARGE } from '../shared/errors.js';
import { settings } from '../shared/settings.js';
import { isAlone } from '../shared/workers.js';
import { sendError } from './answers.js';
import { addBenchmarkRoutes } from './benchmark-routes.js';
import { addCacheRoutes } from './cache-routes.js';
import { addFileRoutes } from './file-routes.js';
import { addHelloRoutes } from './hello-routes.js';
import { addMemoryRoutes } from './memory-routes.js';
import { addProfilerRoutes } from './profiler-routes.js';

/** The same application for each target that serves it: Express comes from the target, in its own version. */
export function createApp(express, { target, version }) {
  const app = express();
  // What the contract says of paths.
  app.enable('strict routing');
  app.enable('case sensitive routing');

  addHelloRoutes(app, { target, version });
  if (isAlone) {
    const readBytes = express.raw({ type: () => true, limit: settings.maxBodyBytes });
    // New endpoints of the contract get their route in one of these, or a file of their own.
    addBenchmarkRoutes(app, readBytes);
    addCacheRoutes(app);
    addMemoryRoutes(app, readBytes);
    addProfilerRoutes(app);
    addFileRoutes(app, readBytes);
  }

  app.use((_request, response) => sendError(response, NOT_FOUND));
  app.use(answerError);
  return app;
}

/** Express knows an error handler by its four parameters. */
function answerError(error, _request, response, next) {
  if (response.headersSent) return next(error);
  // Of Express's own errors these can come: the body parser's limit, a key that cannot be decoded, and what else is the
  // client's fault, such as a body that cannot be inflated.
  if (error.type === 'entity.too.large') return sendError(response, PAYLOAD_TOO_LARGE);
  if (error instanceof URIError) return sendError(response, INVALID_KEY);
  if (error.expose) return sendError(response, BAD_REQUEST);
  sendError(response, answerOf(error));
}
