import { NO_BYTES } from '../shared/body.js';
import { describeMemory } from '../shared/memory.js';
import { measureMemoryEfficiency } from '../shared/memory-efficiency.js';
import { describeUpload } from '../shared/zero-copy.js';
import { allowOnly } from './answers.js';

export function addMemoryRoutes(app, readBytes) {
  app
    .route('/memory/stats')
    .get((_request, response) => response.json(describeMemory()))
    .all(allowOnly('GET'));

  app
    .route('/memory/efficiency')
    .get(async (_request, response) => response.json(await measureMemoryEfficiency()))
    .all(allowOnly('GET'));

  app
    .route('/zero-copy')
    .post(readBytes, (request, response) => {
      const bytes = request.body ?? NO_BYTES;
      // Express's body parser joins what it receives into a new buffer, even when that is one piece.
      response.json(describeUpload(bytes, bytes.length));
    })
    .all(allowOnly('POST'));
}
