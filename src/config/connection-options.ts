import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { LoadConfig } from '../model/config.js';
import type { TlsOptions } from '../model/load-profile.js';
import { flagName, type OptionReader } from './option-reader.js';
import { accept, type Parser, reject, wholeNumber, yesOrNo } from './parsers.js';

const TLS_OPTIONS = ['ca', 'cert', 'key', 'sni', 'insecure'] as const;
const MOST_ANSWERS = 1e9;

/** Reads `--connect-to` and the TLS options: where connections lead and whom they trust. */
export function readConnection(reader: OptionReader, url: string | null): Pick<LoadConfig, 'connectTo' | 'tls'> {
  const connectTo = reader.read('connectTo', hostAndPort, null);
  if (connectTo !== null && /^unix:/i.test(url ?? '')) {
    reader.refuse(
      reader.given('connectTo')?.where ?? flagName('connectTo'),
      'does not go with a unix socket',
      'give the URL as http://host',
    );
  }
  return { connectTo, tls: readTls(reader, url) };
}

/** Reads `--no-keepalive` and `--reconnect-every`: answers a connection lasts for, null for all. */
export function readRequestsPerConnection(reader: OptionReader, pipelining: number): number | null {
  const { first: isKept, second } = reader.readEither(
    { name: 'keepalive', parse: yesOrNo },
    { name: 'reconnectEvery', parse: wholeNumber(1, MOST_ANSWERS) },
  );
  const answers = isKept === false ? 1 : second;
  if (answers !== null && answers < pipelining) {
    reader.refuse(
      reader.given('pipelining')?.where ?? flagName('pipelining'),
      `${pipelining} requests in flight do not fit on a connection that ends after ${answers}`,
      `-p ${answers}, or --reconnect-every ${pipelining} at least`,
    );
  }
  return answers;
}

function readTls(reader: OptionReader, url: string | null): TlsOptions | null {
  const given = TLS_OPTIONS.flatMap((name) => reader.given(name) ?? []);
  if (given.length === 0) return null;
  const [typed] = given.filter(({ source }) => source === 'flag');
  if (typed !== undefined && url !== null && !/^https:/i.test(url)) {
    reader.refuse(typed.where, `is for https:// only, got "${url}"`, 'leave it out, or load the https:// URL');
  }
  const cert = reader.read('cert', pemFile(CERTIFICATE), null);
  // One file may hold both.
  const key = reader.given('key') === null && cert !== null && PRIVATE_KEY.holds(cert) ? cert : null;
  const tls: TlsOptions = {
    serverName: reader.read('sni', serverName, null),
    ca: reader.read('ca', pemFile(CERTIFICATE), null),
    cert,
    key: key ?? reader.read('key', pemFile(PRIVATE_KEY), null),
    verify: !reader.isOn('insecure'),
  };
  checkPair(reader, tls);
  return tls;
}

function checkPair(reader: OptionReader, { cert, key }: TlsOptions): void {
  const [certWhere, keyWhere] = (['cert', 'key'] as const).map((name) => reader.given(name)?.where);
  if (cert !== null && certWhere !== undefined && key === null && keyWhere === undefined) {
    reader.refuse(certWhere, 'needs the private key as well', 'add --key key.pem');
  }
  if (key !== null && keyWhere !== undefined && cert === null && certWhere === undefined) {
    reader.refuse(keyWhere, 'needs its certificate as well', 'add --cert cert.pem');
  }
  if (cert === null || key === null || certWhere === undefined) return;
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    reader.refuse(keyWhere ?? certWhere, `is not the key of the certificate (${reasonOf(error)})`);
  }
}

/** What a PEM file is to hold. */
interface PemContent {
  readonly what: string;
  holds(text: string): boolean;
  /** Throws where it cannot be read. */
  parse(text: string): unknown;
}

const CERTIFICATE: PemContent = {
  what: 'certificate',
  holds: (text) => /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(text),
  parse: (text) => new X509Certificate(text),
};

const PRIVATE_KEY: PemContent = {
  what: 'private key',
  holds: (text) => /-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/.test(text),
  parse: (text) => createPrivateKey(text),
};

function pemFile(content: PemContent): Parser<string> {
  return (path) => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      return reject(`cannot read "${path}" (${reasonOf(error)})`, `name a PEM file with a ${content.what}`);
    }
    if (!content.holds(text)) {
      return reject(
        `no ${content.what} in PEM in "${path}"`,
        `it begins with -----BEGIN ${content.what.toUpperCase()}-----`,
      );
    }
    try {
      content.parse(text);
      return accept(text);
    } catch (error) {
      const reason = reasonOf(error);
      const hint =
        reason === 'ERR_MISSING_PASSPHRASE' ? 'take its passphrase off: openssl pkey -in KEY -out PLAIN' : undefined;
      return reject(`cannot use the ${content.what} in "${path}" (${reason})`, hint);
    }
  };
}

const serverName: Parser<string> = (text) => {
  if (isIP(text) === 0 && /^[\w-]+(\.[\w-]+)*\.?$/.test(text)) return accept(text);
  return reject(
    `must be a host name, got "${text}"`,
    'an address has no place in SNI; --connect-to says where to connect',
  );
};

/** `host:port`, or `[::1]:port`. */
const hostAndPort: Parser<{ readonly host: string; readonly port: number }> = (text) => {
  const match = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host !== undefined && port >= 1 && port <= 65_535 && (match?.[1] === undefined || isIP(host) === 6)) {
    return accept({ host, port });
  }
  return reject(`must be host:port, got "${text}"`, 'write it like 127.0.0.1:8443 or [::1]:8443');
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
