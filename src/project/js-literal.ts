const WIDTH = 100;

/** A value as people write it in a module: single quotes, keys without quotes, on one line where that is short enough. */
export function jsLiteral(value: unknown, indent = 0): string {
  const line = oneLine(value);
  if (line.length + indent <= WIDTH || typeof value !== 'object' || value === null) return line;
  const inner = ' '.repeat(indent + 2);
  const entries = Array.isArray(value)
    ? value.map((one) => jsLiteral(one, indent + 2))
    : Object.entries(value).map(([key, one]) => `${keyText(key)}: ${jsLiteral(one, indent + 2)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${' '.repeat(indent)}${close}`;
}

function oneLine(value: unknown): string {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const entries = Object.entries(value).map(([key, one]) => `${keyText(key)}: ${oneLine(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : textLiteral(key);
}

/** Of the two quotes the one that needs no backslash, as formatters choose it. */
function textLiteral(text: string): string {
  const escaped = JSON.stringify(text);
  if (text.includes("'")) return escaped;
  return `'${escaped.slice(1, -1).replaceAll('\\"', '"')}'`;
}
