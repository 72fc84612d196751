// The endpoints as functions from a Request to a Response, for runtimes whose own servers speak in these.
import { runBenchmark } from './benchmark.js';
import { answerOf, ContractError, errorHeaders, INVALID_KEY } from './errors.js';
import { processFiles } from './file-processing.js';
import { parseFileRequest } from './file-request.js';
import { runProfiled } from './profiler.js';
import { isValidKey } from './response-cache.js';
import { readWebBody } from './web-body.js';
import { cache, profiler, resetWorkload, stats } from './workload.js';
import { describeUpload } from './zero-copy.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

export async function answerBenchmark() {
  const outcome = await runBenchmark();
  stats.record(outcome.processing_time_us);
  return Response.json(outcome);
}

export async function answerCached(key) {
  if (!isValidKey(key)) throw new ContractError(INVALID_KEY);
  const stored = cache.lookUp(key);
  const headers = { ...JSON_TYPE, 'X-Cache': stored === undefined ? 'MISS' : 'HIT' };
  return new Response(stored ?? (await cache.compute(key)), { headers });
}

export async function answerZeroCopy(request) {
  const { bytes, bytesCopied } = await readWebBody(request);
  return Response.json(describeUpload(bytes, bytesCopied));
}

export function answerProfiled(request) {
  const { pathname } = new URL(request.url);
  const body = runProfiled(profiler, { url: pathname, headers: Object.fromEntries(request.headers) });
  return new Response(body, { headers: JSON_TYPE });
}

export async function answerFilesProcess(request) {
  const { bytes } = await readWebBody(request);
  return Response.json(await processFiles(parseFileRequest(bytes)));
}

export async function answerReset(request) {
  await readWebBody(request);
  resetWorkload();
  return new Response(null, { status: 204 });
}

/** For whatever was thrown. */
export function answerFailure(thrown) {
  return answerError(answerOf(thrown));
}

export function answerError(error, headers = errorHeaders(error)) {
  return Response.json(error, { status: error.status, headers });
}
