import type { RunConfig } from '../model/config.js';
import { plainGetPath } from '../model/plain-get.js';
import type { Scenario } from '../model/scenario.js';
import { parseEndpoint } from '../scenario/endpoint.js';
import { namesAsked, scenarioNamed } from './choose-scenarios.js';

/** What a server that perfcmp starts is asked until it is ready: where nobody said it, what it is going to be asked anyway. */
export function readinessPath(config: RunConfig): string {
  return config.healthPath ?? config.request.path ?? pathOfScenarios(config) ?? pathOfUrls(config) ?? '/';
}

/** Null: none of them is asked a plain path. */
function pathOfScenarios(config: RunConfig): string | null {
  const scenarios = (namesAsked(config) ?? []).flatMap((name) => scenarioNamed(config, name) ?? []);
  const paths = scenarios.filter(isOfAnyStart).flatMap(({ source, expect }) => plainGetPath(source, expect) ?? []);
  return paths[0] ?? null;
}

/** Whether it is answered by a server that was started for another scenario, and before anything was prepared. */
function isOfAnyStart({ env, prepare, files }: Scenario): boolean {
  return Object.keys(env).length === 0 && prepare === undefined && files === undefined;
}

/** A command beside a URL is asked what the URL names. */
function pathOfUrls({ targets }: RunConfig): string | null {
  const [url] = targets.flatMap((target) => ('url' in target ? [target.url] : []));
  return url === undefined ? null : parseEndpoint(url).path;
}
