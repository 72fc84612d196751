import { EXIT, MeasurementError } from '../errors.js';
import type { OpenResult } from '../load/engine.js';
import { PORTS_HINT } from '../load/failure.js';
import type { LoadPool } from '../load/generator.js';
import { certificateHint, loadHint } from '../scenario/certificate.js';
import { HTTP2_HINT } from '../scenario/http2-fields.js';

/** Nobody listens there: no time is spent on being refused. */
export function unreachable(url: string, pool: LoadPool): MeasurementError {
  const [failure] = pool.opened.failures;
  const reason = failure?.message ?? 'no connection could be opened';
  return new MeasurementError('unreachable', `cannot connect to ${url}: ${reason}`, {
    exitCode: EXIT.target,
    hint: hintFor(failure),
  });
}

function hintFor(failure: OpenResult['failures'][number] | undefined): string | undefined {
  if (failure !== undefined && isWithoutHttp2(failure.message)) return HTTP2_HINT;
  if (failure?.kind === 'tls') {
    return /certificate/i.test(failure.message)
      ? loadHint(certificateHint(failure.message))
      : 'does it speak TLS on this port?';
  }
  if (failure?.message.includes('EADDRNOTAVAIL')) return PORTS_HINT;
  return 'is the server running, and is this its address?';
}

// The alert comes from servers that would rather break the handshake off than say what they speak.
function isWithoutHttp2(message: string): boolean {
  return message.startsWith('no HTTP/2') || message.includes('NO_APPLICATION_PROTOCOL');
}
