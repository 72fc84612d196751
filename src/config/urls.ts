import { socketPathOf } from '../scenario/endpoint.js';
import { shownText } from '../units/secret-texts.js';
import { accept, type Parsed, reject } from './parsers.js';

/** True for what is meant as a URL: `http:`, `https:` or `unix:`. */
export function looksLikeUrl(text: string): boolean {
  return /^(https?:|unix:)/i.test(text);
}

/** True for `localhost:3000` and the like: a URL whose scheme was left out. */
export function lacksScheme(text: string): boolean {
  return /^([\w-]+(\.[\w-]+)*|\[[\da-f:]+\])?:\d+(\/\S*)?$/i.test(text);
}

/** Checks a URL and gives it back as it was written, without what is never sent. */
export function checkUrl(text: string): Parsed<string> {
  if (/^unix:/i.test(text)) {
    if (socketPathOf(text) !== null) return accept(text);
    return reject(`must name an absolute path, got "${text}"`, 'write it like unix:/run/server.sock, with --path');
  }
  if (!looksLikeUrl(text)) {
    const hint = text.includes('://')
      ? 'write it like http://127.0.0.1:3000/, https://127.0.0.1:3000/ or unix:/run/server.sock'
      : `try http://${text.startsWith(':') ? `127.0.0.1${text}` : text}`;
    return reject(`must begin with http://, https:// or unix:, got "${text}"`, hint);
  }
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) {
    return reject(`is not a URL: "${text}"`, 'write it like http://127.0.0.1:3000/path');
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return reject(
      `has a user or password, which is not sent: "${shownText(text)}"`,
      'use -H "Authorization: Basic ..."',
    );
  }
  return accept(text);
}

/** The path as it was written where it has placeholders, which a URL would encode; null for a unix socket. */
export function templatePathOf(url: string): string | null {
  const written = /^https?:\/\/[^/?#]+(\/[^#]*)/i.exec(url)?.[1];
  return written?.includes('{{') ? written : pathOf(url);
}

/** Path and query of a checked URL; null for a unix socket, which has none. */
export function pathOf(url: string): string | null {
  if (/^unix:/i.test(url)) return null;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
