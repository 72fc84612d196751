import type { MadeSource, RequestSource, RequestTemplate } from '../../model/request-source.js';
import type { Scenario } from '../../model/scenario.js';
import type { OptionReader } from '../option-reader.js';
import { resolveRequest, resolveScenario } from '../own-scenario.js';
import { wholeNumber } from '../parsers.js';
import type { UserScenario } from '../user-config.js';
import { type DataTable, readDataTable } from './data-table.js';
import { isUnchanging, specOf } from './fixed-templates.js';
import { parseDistribution, scenarioFiles } from './scenario-parts.js';
import { scenarioRequests } from './several-requests.js';
import { TemplateCompiler } from './template-compiler.js';

const NO_HEADERS = { shared: {}, typed: {} };
const MOST_CONNECTIONS = 100_000;

/** A scenario of the config file with everything that fills its requests; `where` is its place in the file. */
export function resolveOwnScenario(reader: OptionReader, where: string, user: UserScenario): Scenario {
  const { name, requests, expect, env } = resolveScenario(reader, where, user);
  const table = user.data === undefined ? null : reader.check(`${where}.data`, readDataTable(user.data), undefined);
  const compiler = new TemplateCompiler(reader, table);
  const place = user.requests === undefined ? where : `${where}.requests`;
  const asked = scenarioRequests(place, requests, NO_HEADERS, user.requests !== undefined);
  const templates = asked.map((request) => compiler.compile(request));
  const prepared = (user.prepare ?? []).map((request, index) =>
    resolveRequest(reader, `${where}.prepare[${index}]`, request),
  );
  const prepare = scenarioRequests(`${where}.prepare`, prepared, NO_HEADERS).map((request) =>
    compiler.compile(request),
  );
  if (table && !compiler.hasAskedForData) {
    reader.refuse(
      `${where}.data`,
      'fills placeholders, and there are none',
      `write {{${table.columns[0]}}} in a request`,
    );
  }
  const filled = { columns: compiler.columns, rows: table?.rows.length ?? 0 };
  return {
    name,
    source: sourceOf(templates, { ...filled, ...readDistribution(reader, where, user, table ?? null) }),
    expect,
    env,
    ...(user.connections !== undefined && {
      connections: reader.check(`${where}.connections`, wholeNumber(1, MOST_CONNECTIONS)(String(user.connections)), 1),
    }),
    ...(user.files !== undefined && { files: scenarioFiles(reader, `${where}.files`, user.files) }),
    ...(prepare.length > 0 && { prepare: sourceOf(prepare, filled) }),
  };
}

function sourceOf(
  requests: readonly RequestTemplate[],
  filled: Pick<MadeSource, 'columns' | 'rows' | 'distribution'>,
): RequestSource {
  if (filled.distribution === undefined && requests.every(isUnchanging)) {
    return { kind: 'fixed', requests: requests.map(specOf) };
  }
  return { kind: 'made', requests, ...filled, seed: 0, hook: null };
}

function readDistribution(
  reader: OptionReader,
  where: string,
  { distribution: text, requests }: UserScenario,
  table: DataTable | null,
): Pick<MadeSource, 'distribution'> {
  if (text === undefined) return {};
  const place = `${where}.distribution`;
  const distribution = reader.check(place, parseDistribution(text), undefined);
  if (table === null && (requests?.length ?? 1) < 2) {
    reader.refuse(
      place,
      'draws data rows or one of several requests, and there is one request',
      'name data, or leave it out',
    );
  }
  if (table === null && requests?.some(({ weight }) => weight !== undefined)) {
    reader.refuse(
      place,
      'draws the requests, which have weights',
      'leave out the weights: the first is the most frequent',
    );
  }
  return distribution === undefined ? {} : { distribution };
}
