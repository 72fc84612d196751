import type { OptionReader } from './option-reader.js';
import { accept, type Parser, reject } from './parsers.js';
import type { UserParameter } from './user-config.js';

/** A parameter of a scan with all its values, as they are written in place of `{name}`. */
export interface Parameter {
  readonly name: string;
  readonly values: readonly string[];
  /** Of a file of whose targets none takes part, or of other runs: those that are measured need not use it. */
  readonly mayIdle: boolean;
  /** For messages. */
  readonly where: string;
}

/** Places that perfcmp fills itself when it starts a server. */
export const OWN_PLACES: readonly string[] = ['port', 'host', 'workers'];

/** More would not be measured side by side. */
const MOST_VALUES = 1000;
const NAME = /^[A-Za-z_]\w*$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

const LIST = 'write it like --parameter-list T 1,2,4';
const SCAN = 'write it like --parameter-scan T 1 8';

/** Reads `--parameter-list`, `--parameter-scan` and the file's `parameters`; what is typed replaces what the file says of the same name. */
export function readParameters(
  reader: OptionReader,
  ofFile: Readonly<Record<string, UserParameter>>,
  { areTargetsOfFile, startsAlike }: { readonly areTargetsOfFile: boolean; readonly startsAlike: boolean },
): readonly Parameter[] {
  const step = reader.given('parameterStep') ?? reader.given('parameterStepSize');
  const scans = reader.given('parameterScan');
  const isOfOtherRuns = startsAlike && step?.source === 'environment';
  if (step !== null && scans === null && !isOfOtherRuns) reader.refuse(step.where, 'is of a --parameter-scan', SCAN);
  const stepText = step?.text ?? '1';
  const typed = [
    ...named(reader, 'parameterList', list, startsAlike),
    ...named(reader, 'parameterScan', scanWith(stepText), startsAlike),
  ];
  const names = typed.map(({ name }) => name);
  const written = Object.entries(ofFile).flatMap(([name, parameter]) =>
    names.includes(name) ? [] : fromFile(reader, name, parameter, !areTargetsOfFile),
  );
  const parameters = [...written, ...typed];
  for (const parameter of parameters) refuseName(reader, parameter);
  for (const { name, where } of typed.filter((one, index) => names.indexOf(one.name) < index)) {
    reader.refuse(where, `parameter "${name}" is given twice`, 'give all its values at once');
  }
  return parameters;
}

type NamedValues = Pick<Parameter, 'name' | 'values'>;

function named(reader: OptionReader, option: string, parse: Parser<NamedValues>, startsAlike: boolean): Parameter[] {
  const { where = '', source = 'flag' } = reader.given(option) ?? {};
  // The environment of a job speaks of its other runs, too.
  const mayIdle = startsAlike && source === 'environment';
  return reader.readList(option, parse).map((one) => ({ ...one, mayIdle, where }));
}

/** `NAME=a,b,c`; a backslash before a comma keeps it in its value, as in hyperfine. */
const list: Parser<NamedValues> = (text) => {
  const { name, rest } = split(text);
  if (name === null) return reject(`must be a name and its values, got "${text}"`, LIST);
  const values = rest.split(/(?<!\\),/).map((value) => value.replaceAll('\\,', ',').trim());
  if (values.every((value) => value === '')) return reject(`parameter "${name}" has no values`, LIST);
  return distinct(name, values);
};

/** `NAME=MIN:MAX`, both included. */
function scanWith(step: string): Parser<NamedValues> {
  return (text) => {
    const { name, rest } = split(text);
    const [from = '', to = '', ...more] = rest.split(':').map((part) => part.trim());
    if (name === null || ![from, to].every((part) => DECIMAL.test(part)) || more.length > 0) {
      return reject(`must be a name and two numbers, got "${text.replace(/[=:]/g, ' ')}"`, SCAN);
    }
    if (!DECIMAL.test(step)) return reject(`has a step that is no number: "${step}"`, '--parameter-step 2');
    return scanned(name, from, to, step);
  };
}

/** All numbers from one to another, with as many decimals as they were written with. */
function scanned(name: string, from: string, to: string, step: string): ReturnType<Parser<NamedValues>> {
  const decimals = Math.max(decimalsOf(from), decimalsOf(step));
  // In whole numbers: ten times 0.1 is not 1.
  const whole = (text: string): number => Math.round(Number(text) * 10 ** decimals);
  const [first, last, by] = [whole(from), Math.floor(Number(to) * 10 ** decimals + 1e-9), whole(step)];
  if (by <= 0) return reject(`needs a step above 0, got "${step}"`, '--parameter-step 2');
  if (first > last) return reject(`parameter "${name}" goes from ${from} to ${to}, which is no value`, SCAN);
  const count = Math.floor((last - first) / by) + 1;
  if (count > MOST_VALUES) {
    return reject(`parameter "${name}" would have ${count} values`, 'take a larger --parameter-step');
  }
  const values = Array.from({ length: count }, (_, index) => ((first + index * by) / 10 ** decimals).toFixed(decimals));
  return accept({ name, values });
}

function decimalsOf(text: string): number {
  return /\.(\d*)$/.exec(text)?.[1]?.length ?? 0;
}

function split(text: string): { readonly name: string | null; readonly rest: string } {
  const [, name = null, rest = ''] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
  return { name, rest };
}

function distinct(name: string, values: readonly string[]): ReturnType<Parser<NamedValues>> {
  const twice = values.find((value, index) => values.indexOf(value) < index);
  return twice === undefined ? accept({ name, values }) : reject(`parameter "${name}" has the value "${twice}" twice`);
}

function fromFile(reader: OptionReader, name: string, parameter: UserParameter, mayIdle: boolean): Parameter[] {
  const where = reader.fileName(`parameters.${name}`);
  const parsed = isRange(parameter)
    ? scanned(name, decimal(parameter.from), decimal(parameter.to), decimal(parameter.step ?? 1))
    : parameter.length === 0
      ? reject('must not be empty')
      : distinct(name, parameter.map(String));
  const values = reader.check(where, parsed, null);
  return values === null ? [] : [{ ...values, mayIdle, where }];
}

function isRange(parameter: UserParameter): parameter is Exclude<UserParameter, readonly unknown[]> {
  return !Array.isArray(parameter);
}

/** Without an exponent, which says nothing of decimals. */
function decimal(value: number): string {
  return Number(value.toFixed(9)).toString().includes('e') ? value.toFixed(9) : String(value);
}

function refuseName(reader: OptionReader, { name, where }: Parameter): void {
  if (!NAME.test(name)) {
    reader.refuse(where, `is no name of a parameter: "${name}"`, 'letters, digits and _, a letter first');
  }
  if (OWN_PLACES.includes(name)) {
    reader.refuse(where, `{${name}} is filled by perfcmp itself`, 'give the parameter another name');
  }
}
