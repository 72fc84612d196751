// Puts a summary on a pull request, or in place of the one that an earlier run of the same job put there.
// What goes wrong here is a warning: the verdict stands without it.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { GITHUB_API_URL, GITHUB_JOB, GITHUB_REPOSITORY, GITHUB_TOKEN, GITHUB_WORKFLOW, MATRIX, PULL_REQUEST } =
  process.env;
const PAGE = 100;

try {
  const [file] = process.argv.slice(2);
  const summary = readFileSync(file, 'utf8');
  const marker = markerOf(summary);
  const earlier = await findComment(marker);
  const body = JSON.stringify({ body: `${marker}\n${summary}` });
  if (earlier === null) await ask('POST', `/issues/${PULL_REQUEST}/comments`, body);
  else await ask('PATCH', `/issues/comments/${earlier.id}`, body);
} catch (error) {
  const text = `${error.message}`.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  console.log(`::warning title=perfcmp::the pull request has no comment: ${text}`);
}

/** The job and its place in a matrix are part of it, so that each keeps a comment of its own. */
function markerOf(summary) {
  const [first] = summary.split('\n');
  const job = `${GITHUB_WORKFLOW} ${GITHUB_JOB}`.replace(/[^A-Za-z0-9]+/g, '-');
  return `<!-- ${job}${legOf(MATRIX)} ${/perfcmp:[\w-]+/.exec(first)?.[0] ?? 'perfcmp'} -->`;
}

/** Values of a matrix may be anything; without one it is null. */
function legOf(matrix = '') {
  if (matrix === '' || matrix === 'null') return '';
  return `-${createHash('sha256').update(matrix).digest('hex').slice(0, 8)}`;
}

async function findComment(marker) {
  for (let page = 1; ; page++) {
    const comments = await ask('GET', `/issues/${PULL_REQUEST}/comments?per_page=${PAGE}&page=${page}`);
    const found = comments.find(({ body }) => body.startsWith(marker));
    if (found !== undefined) return found;
    if (comments.length < PAGE) return null;
  }
}

async function ask(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    body,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'content-type': 'application/json',
      'user-agent': 'perfcmp',
    },
  });
  if (response.ok) return response.json();
  const hint =
    response.status === 403 ? '; the job needs "permissions: pull-requests: write", which forks never get' : '';
  throw new Error(`${method} ${path} answered ${response.status}${hint}`);
}
