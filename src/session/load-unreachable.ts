import { EXIT, MeasurementError } from '../errors.js';
import type { OpenResult } from '../load/engine.js';
import { PORTS_HINT } from '../load/failure.js';
import type { LoadPool } from '../load/generator.js';
import type { LoadConfig } from '../model/config.js';
import type { Endpoint } from '../model/load-profile.js';
import type { Recording } from '../model/recording.js';
import { certificateHint, loadHint } from '../scenario/certificate.js';
import { HTTP2_HINT } from '../scenario/http2-fields.js';
import { otherProtocolHint } from '../target/other-protocol.js';

/** Nobody listens there: no time is spent on being refused. */
export async function unreachable(
  { url, generator }: LoadConfig,
  endpoint: Endpoint,
  pool: LoadPool,
): Promise<MeasurementError> {
  const [failure] = pool.opened.failures;
  const reason = failure?.message ?? 'no connection could be opened';
  return new MeasurementError('unreachable', `cannot connect to ${url}: ${reason}`, {
    exitCode: EXIT.target,
    // Without a failure all of them were opened, and closed again by the server.
    hint: (failure === undefined ? await otherProtocolHint(endpoint, generator.engine) : null) ?? hintFor(failure),
  });
}

/** What to do about a server that answered nothing at all and let nobody wait: it closes what it is sent. */
export async function unansweredHint(
  { generator }: LoadConfig,
  endpoint: Endpoint,
  recording: Recording,
): Promise<string | null> {
  const { requests, statuses, errors } = recording;
  const isClosed = requests.failed > 0 && errors.read + errors.write + errors.protocol === requests.failed;
  const isAnswered = requests.ok > 0 || Object.values(statuses).some((count) => count > 0);
  return isClosed && !isAnswered ? otherProtocolHint(endpoint, generator.engine) : null;
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
