import type { Json } from '../model/json.js';
import type { AnswerCheck, SizeCheck } from '../model/scenario.js';
import { parseJsonPath } from '../scenario/json-path.js';
import { parseCount } from '../units/rate.js';
import { accept, header, type Parsed, type Parser, reject } from './parsers.js';

/** `Name: value`, or `Name` for a header that has to be there. */
export const headerCheck: Parser<AnswerCheck> = (text) => {
  if (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text)) return accept({ kind: 'header', name: text, value: null });
  const parsed = header(text);
  if (parsed.ok) return accept({ kind: 'header', name: parsed.value[0], value: parsed.value[1] });
  return reject(
    `must be "Name: value" or "Name", got "${text}"`,
    'write it like "Content-Type: application/json" or ETag',
  );
};

/** A text that a body has to contain. */
export const textCheck: Parser<AnswerCheck> = (text) =>
  text === '' ? reject('must not be empty', 'every body contains nothing') : accept({ kind: 'contains', text });

/** `path=value`: the value is JSON where it can be read as such, else text. */
export const jsonCheck: Parser<AnswerCheck> = (text) => {
  const parsed = parseJsonPath(text);
  if (parsed === null || text[parsed.length] !== '=') {
    return reject(
      `must be path=value, got "${text}"`,
      'write it like user.roles[0]=admin, ["odd.name"]=1 or [0].id="7"; $ is the whole document',
    );
  }
  const path = text.slice(0, parsed.length);
  return accept({ kind: 'json', path, steps: parsed.steps, equals: jsonOrText(text.slice(parsed.length + 1)) });
};

/** The value at a path as a config file has it: a key and any JSON. */
export function pathCheck(path: string, equals: Json): Parsed<AnswerCheck> {
  const parsed = parseJsonPath(path);
  if (parsed !== null && parsed.length === path.length) {
    return accept({ kind: 'json', path, steps: parsed.steps, equals });
  }
  return reject(`must be a path, got "${path}"`, 'write it like user.roles[0] or ["odd.name"]');
}

/** `27` or `1k:2k`, where one of the two bounds may be left out. */
export const bodySize: Parser<SizeCheck> = (text) => {
  const [least = '', most = least, ...others] = text.split(':');
  const leastBytes = least === '' ? 0 : wholeBytes(least);
  const mostBytes = most === '' ? null : wholeBytes(most);
  const isUnderstood = leastBytes !== undefined && mostBytes !== undefined && others.length === 0;
  if (!isUnderstood || (least === '' && most === '')) {
    return reject(`must be a number of bytes or two of them, got "${text}"`, 'write it like 27, 1k:2k, 1k: or :2k');
  }
  if (mostBytes !== null && leastBytes > mostBytes) {
    return reject(`must have its smaller number first, got "${text}"`, `try ${most}:${least}`);
  }
  return accept({ kind: 'size', leastBytes, mostBytes });
};

function wholeBytes(text: string): number | undefined {
  const count = parseCount(text);
  return count !== null && Number.isInteger(count) ? count : undefined;
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
