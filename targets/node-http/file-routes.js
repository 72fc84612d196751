import { readBody } from '../shared/body.js';
import { processFiles } from '../shared/file-processing.js';
import { parseFileRequest } from '../shared/file-request.js';
import { runIoBenchmark } from '../shared/io-benchmark.js';
import { sendJson } from './answers.js';

export const fileRoutes = [
  ['/files/process', { method: 'POST', answer: answerFilesProcess }],
  ['/io-benchmark', { method: 'GET', answer: answerIoBenchmark }],
];

async function answerFilesProcess(request, response) {
  const { bytes } = await readBody(request);
  sendJson(response, await processFiles(parseFileRequest(bytes)));
}

async function answerIoBenchmark(_request, response) {
  sendJson(response, await runIoBenchmark());
}
