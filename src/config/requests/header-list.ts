/** Adds a header; one that is there already gets its value as one more of a list, cookies as one more cookie. */
export function addHeader(
  headers: Readonly<Record<string, string>>,
  name: string,
  value: string,
): Readonly<Record<string, string>> {
  const key = Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase());
  if (key === undefined) return { ...headers, [name]: value };
  const separator = name.toLowerCase() === 'cookie' ? '; ' : ', ';
  return { ...headers, [key]: `${headers[key]}${separator}${value}` };
}

/** Puts the second over the first, whatever the case of their names. */
export function overrideHeaders(
  headers: Readonly<Record<string, string>>,
  stronger: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = new Set(Object.keys(stronger).map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase()));
  return Object.fromEntries([...kept, ...Object.entries(stronger)]);
}
