import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  rootCertificates,
  type SecureContext,
} from 'node:tls';
import type { Endpoint, TlsOptions } from '../model/load-profile.js';

/** What `tls.connect` and `https.request` have to be told of an endpoint beside its address. */
export function tlsOptionsOf(endpoint: Endpoint): ConnectionOptions {
  const { tls } = endpoint;
  const name = tls?.serverName ?? hostOf(endpoint.authority);
  return {
    // An address cannot be asked for by SNI (RFC 6066 section 3): node leaves it out where this is empty.
    servername: isIP(name) === 0 ? name : '',
    secureContext: secureContextOf(tls),
    rejectUnauthorized: tls?.verify ?? true,
    // The certificate is that of the URL's host, wherever the connection leads.
    checkServerIdentity: (_connectedTo, certificate) => checkServerIdentity(name, certificate),
  };
}

/** By their settings: there are few, and one takes tens of milliseconds, for every known authority is read for it. */
const contexts = new Map<string, SecureContext>();

function secureContextOf(tls: TlsOptions | null): SecureContext {
  const settings = JSON.stringify([tls?.ca, tls?.cert, tls?.key, process.env.NODE_EXTRA_CA_CERTS]);
  const context = contexts.get(settings) ?? createSecureContext(tls === null ? {} : contextOptions(tls));
  contexts.set(settings, context);
  return context;
}

function contextOptions({ ca, cert, key }: TlsOptions): Parameters<typeof createSecureContext>[0] {
  return {
    ...(ca === null ? {} : { ca: [...trustedAuthorities(), ca] }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
  };
}

// node replaces its own authorities by those it is given.
function trustedAuthorities(): string[] {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (file === undefined || file === '') return [...rootCertificates];
  try {
    return [...rootCertificates, readFileSync(file, 'utf8')];
  } catch {
    // node has warned of it when it started.
    return [...rootCertificates];
  }
}

/** The host of a Host header, without port and brackets. */
function hostOf(authority: string): string {
  return authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}
