import { NO_BYTES } from '../shared/body.js';
import { processFiles } from '../shared/file-processing.js';
import { parseFileRequest } from '../shared/file-request.js';
import { runIoBenchmark } from '../shared/io-benchmark.js';
import { allowOnly } from './answers.js';

export function addFileRoutes(app, readBytes) {
  app
    .route('/files/process')
    .post(readBytes, async (request, response) => {
      response.json(await processFiles(parseFileRequest(request.body ?? NO_BYTES)));
    })
    .all(allowOnly('POST'));

  app
    .route('/io-benchmark')
    .get(async (_request, response) => response.json(await runIoBenchmark()))
    .all(allowOnly('GET'));
}
