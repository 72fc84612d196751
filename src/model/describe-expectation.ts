import type { Json } from './json.js';
import type { AnswerCheck, BodyExpectation, Expectation, SizeCheck, StatusRange } from './scenario.js';

const LONGEST_JSON = 40;

/** What must come back, in a few words: `200, 13 bytes` or `2xx or 3xx`; the media type where no body says it. */
export function describeExpectation({ status, body, mediaType, checks = [] }: Expectation): string {
  const words = [
    describeStatuses(status),
    body === null ? mediaType : describeBody(body),
    ...checks.map(describeCheck),
  ];
  return words.filter((part) => part !== null).join(', ');
}

/** Accepted statuses as they may be written: `200`, `2xx or 3xx`, `200-204`. */
export function describeStatuses(ranges: readonly StatusRange[]): string {
  return ranges.map(describeRange).join(' or ');
}

function describeRange({ from, to }: StatusRange): string {
  if (from <= 100 && to >= 599) return 'any status';
  if (from === to) return String(from);
  const isWholeClasses = from % 100 === 0 && to % 100 === 99;
  if (!isWholeClasses) return `${from}-${to}`;
  const classes: string[] = [];
  for (let status = from; status < to; status += 100) classes.push(`${status / 100}xx`);
  return classes.join(' or ');
}

function describeBody(body: BodyExpectation): string {
  switch (body.kind) {
    case 'text':
      return describeBytes(new TextEncoder().encode(body.equals).length);
    case 'bytes':
      return describeBytes(body.count);
    case 'json':
      return `JSON ${describeJson(body.contains)}`;
  }
}

function describeCheck(check: AnswerCheck): string {
  switch (check.kind) {
    case 'header':
      return check.value === null ? `header ${check.name}` : `header ${check.name}: ${check.value}`;
    case 'contains':
      return `with ${JSON.stringify(check.text)}`;
    case 'json':
      return `JSON ${check.path}=${describeJson(check.equals)}`;
    case 'size':
      return describeSize(check);
  }
}

/** `27 bytes`, `1000 to 2000 bytes`, `at least 1000 bytes`. */
export function describeSize({ leastBytes, mostBytes }: Omit<SizeCheck, 'kind'>): string {
  if (leastBytes === mostBytes) return describeBytes(leastBytes);
  if (mostBytes === null) return `at least ${describeBytes(leastBytes)}`;
  return leastBytes === 0 ? `at most ${describeBytes(mostBytes)}` : `${leastBytes} to ${describeBytes(mostBytes)}`;
}

function describeBytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}

function describeJson(contains: Json): string {
  const whole = JSON.stringify(contains);
  if (whole.length <= LONGEST_JSON) return whole;
  if (Array.isArray(contains)) return `list of ${contains.length}`;
  if (typeof contains === 'object' && contains !== null) return `with ${Object.keys(contains).join(', ')}`;
  return `${whole.slice(0, LONGEST_JSON)}...`;
}
