// The work of GET /benchmark, the same for every JavaScript target.
import { settings } from './settings.js';
import { waitAtLeast } from './wait.js';

let lastRequestId = 0;

/** A fixed sum, then a wait that leaves the event loop free. */
export async function runBenchmark() {
  const startedMs = performance.now();
  const requestId = ++lastRequestId;
  const result = sumOfDoubles();
  const waitUs = settings.benchDelayUs === 0 ? 0 : await waitAtLeast(settings.benchDelayUs);
  return {
    result,
    processing_time_us: Math.round((performance.now() - startedMs) * 1000),
    wait_us: waitUs,
    request_id: requestId,
    timestamp: new Date().toISOString(),
  };
}

/** 999000; V8 runs the loop as it is written. */
function sumOfDoubles() {
  let sum = 0;
  for (let i = 0; i < 1000; i++) sum += 2 * i;
  return sum;
}
