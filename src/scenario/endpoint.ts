import { ConfigError } from '../errors.js';
import type { Endpoint } from '../model/load-profile.js';

/** Where a URL leads and the path it names, query included: `/` when it names none. */
export interface ParsedUrl {
  readonly endpoint: Endpoint;
  readonly path: string;
}

const FORMS = 'write http://host:port/path, https://host/path or unix:/absolute/path.sock';

/** Throws a ConfigError for anything but `http://`, `https://` and `unix:/abs.sock`. */
export function parseEndpoint(url: string): ParsedUrl {
  return /^unix:/i.test(url) ? parseUnixSocket(url) : parseHttpUrl(url);
}

function parseUnixSocket(url: string): ParsedUrl {
  const socketPath = socketPathOf(url);
  if (socketPath === null) {
    throw wrongUrl(
      url,
      'a unix socket needs an absolute path',
      'write unix:/absolute/path.sock, and its path with --path',
    );
  }
  return {
    endpoint: { protocol: 'http', host: 'localhost', port: 0, socketPath, authority: 'localhost', tls: null },
    path: '/',
  };
}

/** The absolute path that `unix:/run/app.sock` names; null where it names none. */
export function socketPathOf(url: string): string | null {
  // unix:///run/app.sock is what other tools take; it means the same file.
  const path = url.replace(/^unix:/i, '').replace(/^\/{2,}/, '/');
  return /^\/[^/\0]/.test(path) ? path : null;
}

function parseHttpUrl(url: string): ParsedUrl {
  if (!/^https?:\/\//i.test(url)) {
    const hint = /^[\w.-]+:\d+(\/|$)/.test(url) ? `write http://${url}` : FORMS;
    throw wrongUrl(url, 'not a URL that can be loaded', hint);
  }
  if (!URL.canParse(url)) throw wrongUrl(url, 'not a valid URL', FORMS);
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') {
    throw wrongUrl(withoutCredentials(parsed), 'has a user name or password in it', 'send them with --header instead');
  }
  const protocol = parsed.protocol === 'https:' ? 'https' : 'http';
  const port = parsed.port === '' ? (protocol === 'https' ? 443 : 80) : Number(parsed.port);
  if (port === 0) throw wrongUrl(url, 'port 0 cannot be connected to', 'name the port the server listens on');
  return {
    // IPv6 addresses stand in brackets in a URL, but not where a socket is opened.
    endpoint: {
      protocol,
      host: parsed.hostname.replace(/^\[|\]$/g, ''),
      port,
      socketPath: null,
      authority: parsed.host,
      tls: null,
    },
    path: parsed.pathname + parsed.search,
  };
}

function wrongUrl(url: string, message: string, hint: string): ConfigError {
  return new ConfigError([{ where: url, message, hint }]);
}

function withoutCredentials(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
