import { readBody } from '../shared/body.js';
import { describeMemory } from '../shared/memory.js';
import { measureMemoryEfficiency } from '../shared/memory-efficiency.js';
import { describeUpload } from '../shared/zero-copy.js';
import { sendJson } from './answers.js';

export const memoryRoutes = [
  ['/memory/stats', { method: 'GET', answer: answerMemoryStats }],
  ['/memory/efficiency', { method: 'GET', answer: answerMemoryEfficiency }],
  ['/zero-copy', { method: 'POST', answer: answerZeroCopy }],
];

function answerMemoryStats(_request, response) {
  sendJson(response, describeMemory());
}

async function answerMemoryEfficiency(_request, response) {
  sendJson(response, await measureMemoryEfficiency());
}

async function answerZeroCopy(request, response) {
  const { bytes, bytesCopied } = await readBody(request);
  sendJson(response, describeUpload(bytes, bytesCopied));
}
