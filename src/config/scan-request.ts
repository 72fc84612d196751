import type { RunConfig } from '../model/config.js';
import type { RequestSpec, Scenario } from '../model/scenario.js';
import { customScenario } from '../scenario/builtin.js';
import { fillPlaces } from '../units/placeholders.js';
import type { OptionReader } from './option-reader.js';
import { requestPath } from './parsers.js';
import { textsWith, type WrittenTarget } from './scan-targets.js';
import {
  combinationsOf,
  combined,
  FEWER,
  isIn,
  MOST_COMBINATIONS,
  refuseUnknown,
  type Scan,
  settingTexts,
  type Values,
  valueWords,
} from './scan-values.js';

/** What is asked, as far as parameters have a say in it. */
type Asked = Pick<RunConfig, 'scenarios' | 'ownScenarios' | 'request' | 'expectStatus'>;

/** A scenario for each combination of the parameters that the request uses: targets are compared on the same request. */
export function scannedRequests(reader: OptionReader, asked: Asked, scan: Scan): Asked {
  const { request, expectStatus } = asked;
  refuseUnknown(reader, scan, '--path', [request.path ?? '']);
  const texts = textsOf(request);
  const used = scan.parameters.filter(({ name }) => texts.some((text) => isIn(name, text)));
  const [first] = used;
  if (first === undefined) return asked;
  const count = combinationsOf(used);
  if (count > MOST_COMBINATIONS) {
    reader.refuse(first.where, `makes ${count} scenarios, and ${MOST_COMBINATIONS} are the most`, FEWER);
    return asked;
  }
  const requests = combined(used).map((values) => ({ values, spec: filledRequest(reader, request, values) }));
  const paths = new Set(requests.map(({ spec }) => spec.path));
  const scenarios = requests.map(({ values, spec }): Scenario => {
    const name = paths.size === requests.length ? spec.path : `${spec.path} ${valueWords(values)}`;
    return customScenario({ name, request: spec, expectStatus });
  });
  return {
    ...asked,
    scenarios: scenarios.map(({ name }) => name),
    ownScenarios: [...asked.ownScenarios, ...scenarios],
    request: requests[0]?.spec ?? request,
  };
}

/**
 * That each parameter does something, unless it is one of a file with other targets, and only one thing: what is asked
 * must be the same for all that are started.
 */
export function refuseIdleParameters(
  reader: OptionReader,
  scan: Scan,
  { written, asked }: { readonly written: readonly WrittenTarget[]; readonly asked: Asked },
): void {
  const ofRequest = textsOf(asked.request);
  const ofTargets = written.flatMap(({ target }) => textsWith(target, scan));
  const said = settingTexts(scan.launching);
  for (const { name, mayIdle, where } of scan.parameters) {
    const isStarted = ofTargets.some((text) => isIn(name, text));
    const isAsked = ofRequest.some((text) => isIn(name, text));
    if (isStarted && isAsked) {
      const hint = 'targets are compared on the same request: give the two a parameter each';
      reader.refuse(where, `parameter "${name}" is both in a target and in the request`, hint);
    }
    // What is said of servers that cannot be told so is refused as that.
    const isSaid = said.some(({ value }) => isIn(name, value));
    if (isStarted || isAsked || isSaid || mayIdle) continue;
    const hint = `write {${name}} in a target, --env, --cwd, --prepare, --cleanup, --path, -H or -b`;
    reader.refuse(where, `parameter "${name}" is used nowhere`, hint);
  }
  for (const { value, where } of said) refuseUnknown(reader, scan, where, [value]);
}

function filledRequest(reader: OptionReader, request: RunConfig['request'], values: Values): RequestSpec {
  const path = reader.check('--path', requestPath(fillPlaces(request.path ?? '/', values)), '/');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, fillPlaces(value, values)]),
  );
  const text = textOf(request.body);
  const body = text === '' ? request.body : new TextEncoder().encode(fillPlaces(text, values));
  return { ...request, path, headers, body };
}

function textsOf({ path, headers, body }: RunConfig['request']): string[] {
  return [path ?? '', ...Object.values(headers), textOf(body)];
}

/** Empty for what is no text, which has no places. */
function textOf(body: Uint8Array | null): string {
  try {
    return body === null ? '' : new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return '';
  }
}
