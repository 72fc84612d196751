import type { TargetRequest } from '../model/config.js';
import { composeName, containerName } from '../model/container.js';
import type { OwnLaunch } from '../model/launch.js';
import { parseEndpoint } from '../scenario/endpoint.js';
import { shownText } from '../units/secret-texts.js';
import { containerRequest, userContainerRequest } from './container-request.js';
import { accept, type Parsed, reject } from './parsers.js';
import { checkUrl, lacksScheme, looksLikeUrl } from './urls.js';
import type { UserTarget } from './user-config.js';

// [label=] then any number of NAME=value, then a URL, a word or a command line:
//
//   express                      word
//   new=http://127.0.0.1:3000/   url, labelled
//   slow=DELAY=5 node a.js       command with environment, labelled
//   docker:nginx:alpine@80       container, see container-request.ts
//
// `[A-Z0-9_]+=` is environment, any other `name=` a label.
const LABEL = /^(\w(?:[\w.-]|\{\w+\})*)=/;
// A value that the shell would expand is left to the shell, as part of the command.
const ENVIRONMENT = /^([A-Z0-9_]+)=("[^"$`\\]*"|'[^']*'|[^\s'"$`\\]*)(?:\s+|$)/;
const SHELL_CHARACTER = /[\s/'"\\$&|;<>()*?[\]{}#~=!%`]/;

/** What a positional argument asks for; whether it exists is seen later. */
export function parseTargetRequest(text: string): Parsed<TargetRequest> {
  const { label, env, rest } = takePrefixes(text);
  if (rest === '') {
    if (text.trim() === '') return reject('must not be empty', 'name a target, a URL or a command');
    return reject(`names no target: "${text}"`, 'NAME=value is environment; a label needs a lower-case letter');
  }
  if (looksLikeUrl(rest)) return urlRequest(label, env, rest);
  if (lacksScheme(rest)) return reject(`has no scheme: "${rest}"`, `try http://${rest.replace(/^:/, '127.0.0.1:')}`);
  const container = containerRequest(rest, label, env);
  if (container !== null) return container;
  if (SHELL_CHARACTER.test(rest)) return accept({ kind: 'command', label, command: rest, env });
  return accept({ kind: 'word', label, word: rest, env });
}

/** A target of the config file, as text or in its parts. */
export function userTargetRequest(target: UserTarget): Parsed<TargetRequest> {
  if (typeof target === 'string') return parseTargetRequest(target);
  const label = target.label ?? null;
  const env = target.env ?? {};
  const { name, command, url, image, service } = target;
  const given = Object.entries({ name, command, url, image, service }).filter(([, part]) => part !== undefined);
  if (given.length !== 1) {
    const got = given.length === 0 ? 'none of them' : given.map(([part]) => part).join(' and ');
    const hint =
      given.length === 0 ? 'add one, such as command: "node app.js"' : 'write two targets where two are meant';
    return reject(`must have exactly one of name, command, url, image and service, has ${got}`, hint);
  }
  const container = userContainerRequest(target);
  if (container !== null) return container;
  if (url !== undefined) return urlRequest(label, env, url);
  const launch = ownLaunch(target);
  const said = Object.keys(launch).length > 0 && { launch };
  if (command !== undefined) return accept({ kind: 'command', label, command, env, ...said });
  return accept({ kind: 'word', label, word: name ?? '', env, ...said });
}

/** What a target is called: its label, else what names it, without what lets somebody in. */
export function requestName(request: TargetRequest): string {
  if (request.label !== null) return request.label;
  switch (request.kind) {
    case 'word':
      return request.word;
    case 'command':
      return shownText(request.command);
    case 'docker':
      return shownText(containerName(request));
    case 'compose':
      return composeName(request);
    default: {
      const { endpoint } = parseEndpoint(request.url);
      return endpoint.socketPath ?? endpoint.authority;
    }
  }
}

/** The same while values of parameters are missing; a URL as a whole, since its path may be all that they change. */
export function writtenName(target: UserTarget): string {
  if (typeof target === 'string') {
    const { label, rest } = takePrefixes(target);
    return label ?? rest;
  }
  const { label, name, command, url, image, service, port = null, args = [] } = target;
  if (label !== undefined) return label;
  if (image !== undefined) return containerName({ image, port, args });
  return service === undefined ? (name ?? command ?? url ?? '') : composeName({ service, port });
}

/** What kind of target is meant, as far as that can be told while values of parameters are missing. */
export function writtenKind(target: UserTarget): TargetRequest['kind'] {
  if (typeof target !== 'string') {
    const { command, url, start, image, service } = target;
    if (image !== undefined) return 'docker';
    if (service !== undefined) return 'compose';
    if (url !== undefined) return start === undefined ? 'url' : 'service';
    return command === undefined ? 'word' : 'command';
  }
  const { rest } = takePrefixes(target);
  if (looksLikeUrl(rest)) return 'url';
  const [, scheme] = /^(docker|compose):/.exec(rest) ?? [];
  if (scheme === 'docker' || scheme === 'compose') return scheme;
  return SHELL_CHARACTER.test(rest) ? 'command' : 'word';
}

function ownLaunch({ cwd, prepare, cleanup }: Exclude<UserTarget, string>): OwnLaunch {
  return {
    ...(cwd !== undefined && { cwd }),
    ...(prepare !== undefined && { prepare }),
    ...(cleanup !== undefined && { cleanup }),
  };
}

interface Prefixes {
  readonly label: string | null;
  readonly env: Readonly<Record<string, string>>;
  readonly rest: string;
}

function takePrefixes(text: string): Prefixes {
  let rest = text.trim();
  let label: string | null = null;
  const env: Record<string, string> = {};
  for (;;) {
    const variable = ENVIRONMENT.exec(rest);
    const named: RegExpExecArray | null = label === null ? LABEL.exec(rest) : null;
    if (variable !== null) {
      env[variable[1]!] = variable[2]!.replace(/^(["'])(.*)\1$/, '$2');
      rest = rest.slice(variable[0].length);
    } else if (named !== null && !/^[A-Z0-9_]+$/.test(named[1]!)) {
      label = named[1]!;
      rest = rest.slice(named[0].length).trimStart();
    } else {
      return { label, env, rest };
    }
  }
}

function urlRequest(label: string | null, env: Prefixes['env'], url: string): Parsed<TargetRequest> {
  const checked = checkUrl(url);
  if (!checked.ok) return checked;
  if (Object.keys(env).length > 0) {
    return reject(`cannot have environment: "${url}" is already running`, 'leave the NAME=value out');
  }
  return accept({ kind: 'url', label, url: checked.value });
}
