import type { RunConfig } from '../model/config.js';
import { type Scenario, SUCCESS_STATUSES } from '../model/scenario.js';
import { type OptionReader, PRECEDENCE } from './option-reader.js';
import { anyText, requestPath, statusRanges } from './parsers.js';
import { readRequest } from './request-options.js';
import { resolveOwnScenario } from './requests/own-source.js';
import type { UserConfig } from './user-config.js';

type Asked = Pick<RunConfig, 'scenarios' | 'ownScenarios' | 'request' | 'expectStatus'>;

const NO_REQUEST: RunConfig['request'] = { method: 'GET', path: null, headers: {}, body: null };

/** Stands for all that are built in. */
const EVERY_SCENARIO = 'all';
const IDLE = 'does nothing beside scenarios, which have requests of their own';
const WAY_OUT = 'leave it out, or ask for a --path without scenarios';

/** What targets are asked: scenarios by name, or one request. Of the two the stronger source wins as a whole. */
export function readAsked(reader: OptionReader, file: UserConfig): Asked {
  const { names, ownScenarios } = readScenarios(reader, file);
  const request = { ...readRequest(reader, file.headers), path: reader.read('path', requestPath, null) };
  const expectStatus = reader.read('expectStatus', statusRanges, SUCCESS_STATUSES);
  const scenarioRank = names === null ? Number.POSITIVE_INFINITY : rankOf(reader, 'scenario');
  if (rankOf(reader, 'path') < scenarioRank) return { scenarios: null, ownScenarios, request, expectStatus };
  for (const name of ['path', 'method', 'header', 'body', 'input', 'expectStatus']) {
    const given = reader.given(name);
    if (given !== null && rankOf(reader, name) <= scenarioRank) reader.refuse(given.where, IDLE, WAY_OUT);
  }
  if (file.headers !== undefined && rankOf(reader, 'header') <= scenarioRank) {
    reader.refuse(reader.fileName('headers'), IDLE, WAY_OUT);
  }
  return { scenarios: names, ownScenarios, request: NO_REQUEST, expectStatus: SUCCESS_STATUSES };
}

/** As the reader's, for what the file has under another name: what is nowhere else is in the file. */
function rankOf(reader: OptionReader, name: string): number {
  return Math.min(reader.rankOf(name), PRECEDENCE.indexOf('file'));
}

// A scenario of the file takes part as soon as the file lists it; --scenario picks by name from these and the built-in.
function readScenarios(
  reader: OptionReader,
  file: UserConfig,
): { readonly names: readonly string[] | null; readonly ownScenarios: readonly Scenario[] } {
  const ownScenarios: Scenario[] = [];
  const listed = (file.scenarios ?? []).map((scenario, index) => {
    if (typeof scenario === 'string') return scenario;
    ownScenarios.push(resolveOwnScenario(reader, reader.fileName(`scenarios[${index}]`), scenario));
    return scenario.name;
  });
  if (ownScenarios.some(({ name }) => name === EVERY_SCENARIO)) {
    reader.refuse(
      reader.fileName('scenarios'),
      `names a scenario "${EVERY_SCENARIO}"`,
      'the word stands for every built-in one',
    );
  }
  for (const name of new Set(listed.filter((one, index) => listed.indexOf(one) < index))) {
    reader.refuse(reader.fileName('scenarios'), `names "${name}" twice`);
  }
  const picked = reader.readList('scenario', anyText, (text) => text.split(',').map((part) => part.trim()));
  const names = picked.length > 0 ? picked : listed;
  return { names: names.length > 0 ? [...new Set(names)] : null, ownScenarios };
}
