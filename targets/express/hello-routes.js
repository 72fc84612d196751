import { describeHealth } from '../shared/health.js';
import { allowOnly } from './answers.js';

/** They remember nothing, so any number of workers may answer them. */
export function addHelloRoutes(app, { target, version }) {
  app
    .route('/health')
    .get((_request, response) => response.json(describeHealth(target, version)))
    .all(allowOnly('GET'));

  app
    .route('/plaintext')
    .get((_request, response) => response.type('text/plain').send('Hello, World!'))
    .all(allowOnly('GET'));

  app
    .route('/json')
    .get((_request, response) => response.json({ message: 'Hello, World!' }))
    .all(allowOnly('GET'));
}
