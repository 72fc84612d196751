import { plainGetPath } from '../../model/plain-get.js';
import { type HookSource, pathText, type RequestSource } from '../../model/request-source.js';
import { type Expectation, SUCCESS_STATUSES } from '../../model/scenario.js';
import { areChecksReplaced } from '../check-options.js';
import type { OptionReader } from '../option-reader.js';
import { resolveScenario } from '../own-scenario.js';
import { checkHeaders, readHeaders } from '../request-options.js';
import { pathOf } from '../urls.js';
import type { UserLoad, UserScenario } from '../user-config.js';
import { type DataTable, readDataTable } from './data-table.js';
import { isUnchanging, specOf } from './fixed-templates.js';
import { overrideHeaders } from './header-list.js';
import { findHook } from './hook-file.js';
import type { RequestFiles } from './read-request-files.js';
import type { RequestKind } from './request-kind.js';
import { roundProblem } from './round-length.js';
import { harRequests, readRequestLines, scenarioRequests, targetRequests } from './several-requests.js';
import { readSingleRequest } from './single-request.js';
import { TemplateCompiler } from './template-compiler.js';
import type { WrittenRequest } from './written-request.js';

/** What a load asks. */
export interface AskedRequests {
  /** What the report calls it. */
  readonly name: string;
  readonly source: RequestSource;
  /** What must come back, where a scenario of the config file says so. */
  readonly expect: Expectation | null;
  /** What the user should hear about them. */
  readonly notes: readonly string[];
}

interface Written {
  readonly name: string | null;
  readonly requests: readonly WrittenRequest[];
  readonly expect: Expectation | null;
  readonly notes: readonly string[];
}

/** Reads the requests of `load`, with everything that fills and makes them. */
export function readRequests(
  reader: OptionReader,
  file: UserLoad,
  { url, files, seed }: { readonly url: string | null; readonly files: RequestFiles; readonly seed: number },
): AskedRequests {
  const written = readWritten(reader, file, url, files);
  const table = reader.given('data') === null ? null : reader.read('data', readDataTable, undefined);
  const hook = reader.read('hook', findHook, null);
  const compiler = new TemplateCompiler(reader, table);
  const requests = written.requests.map((request) => compiler.compile(request));
  const problem = roundProblem(requests.map(({ weight }) => weight));
  // Those of a scenario were told of with it.
  if (problem !== null && files.kind !== 'scenario')
    reader.refuse(reader.given(files.kind)?.where ?? files.kind, problem);
  if (table && hook === null && !compiler.hasAskedForData) refuseIdleData(reader, table, files.kind);
  const name = written.name ?? (requests[0] === undefined ? '/' : pathText(requests[0]));
  const isFixed = hook === null && requests.every(isUnchanging);
  const source: RequestSource = isFixed
    ? { kind: 'fixed', requests: requests.map(specOf) }
    : {
        kind: 'made',
        requests,
        columns: compiler.columns,
        rows: table?.rows.length ?? 0,
        seed,
        hook: hook === null ? null : { ...hook, records: recordsOf(table ?? null) },
      };
  return { name, source, expect: written.expect, notes: written.notes };
}

/** The path that tells when a server is ready: of the first plain GET, else of the first request that has no places to fill. */
export function readinessPath(source: RequestSource): string {
  const first = source.kind === 'fixed' ? source.requests[0]?.path : undefined;
  return plainGetPath(source, { status: SUCCESS_STATUSES }) ?? first ?? '/';
}

function readWritten(reader: OptionReader, file: UserLoad, url: string | null, files: RequestFiles): Written {
  const plain = { expect: null, notes: [] };
  if (files.kind === 'single') {
    return { ...plain, name: null, requests: [readSingleRequest(reader, file.headers, url)] };
  }
  if (url !== null && (pathOf(url) ?? '/') !== '/') {
    reader.refuse('URL', 'has a path, and the requests have paths of their own', `try ${new URL(url).origin}/`);
  }
  const typed = readHeaders(reader, undefined);
  const headers = overrideHeaders(checkHeaders(reader, reader.fileName('headers'), file.headers ?? {}), typed);
  switch (files.kind) {
    case 'request':
      return { ...plain, name: null, requests: readRequestLines(reader, headers) };
    case 'scenario': {
      const where = reader.fileName('scenario');
      const scenario = resolveScenario(reader, where, file.scenario ?? { name: '/' });
      refuseRunMembers(reader, where, file.scenario);
      const hasExpectation = file.scenario?.expect !== undefined;
      const isOfRequests = scenario.requests.some((request) => request.expect !== undefined);
      const isReplaced = (hasExpectation || isOfRequests) && areChecksReplaced(reader, `${where}.expect`);
      const expect = hasExpectation && !isReplaced ? scenario.expect : null;
      const asked = isReplaced ? scenario.requests.map(({ expect: _, ...request }) => request) : scenario.requests;
      return {
        name: scenario.name,
        requests: scenarioRequests(`${where}.requests`, asked, {
          shared: headers,
          typed,
        }),
        expect,
        notes: [],
      };
    }
    case 'targetsFile': {
      const requests = files.targets === null ? [] : targetRequests(reader, files.targets, url, headers);
      return { ...plain, name: files.targets?.name ?? null, requests };
    }
    case 'har': {
      const asked = files.har === null ? { requests: [], notes: [] } : harRequests(reader, files.har, url, headers);
      return { ...asked, expect: null, name: files.har?.name ?? null };
    }
  }
}

/** A load has its own options for some of it, and does not start servers for scenarios. */
function refuseRunMembers(reader: OptionReader, where: string, scenario: UserScenario | undefined): void {
  const members = ['env', 'data', 'distribution', 'connections', 'files', 'prepare'] as const;
  for (const member of members) {
    if (scenario?.[member] === undefined) continue;
    const hint =
      member === 'data' || member === 'connections' ? `name it beside the scenario: load.${member}` : undefined;
    reader.refuse(`${where}.${member}`, 'belongs to scenarios of perfcmp run', hint);
  }
}

function refuseIdleData(reader: OptionReader, { columns }: DataTable, kind: RequestKind): void {
  const where = reader.given('data')?.where ?? 'data';
  if (kind === 'har') {
    reader.refuse(where, 'fills placeholders, which recorded requests do not have', 'use it with --request or --path');
  } else {
    reader.refuse(where, 'fills placeholders, and there are none', `write {{${columns[0]}}} where its values go`);
  }
}

function recordsOf(table: DataTable | null): HookSource['records'] {
  if (table === null) return [];
  const { columns, rows } = table;
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}
