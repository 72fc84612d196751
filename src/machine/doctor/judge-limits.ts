import type { Finding, LimitFacts } from '../../model/doctor.js';
import { formatCount } from '../../units/rate.js';
import { finding, fine, shareText } from './finding.js';

/** Of a default run: 64 connections to each of six cells, and what Node holds open itself. */
const FILES_OF_A_RUN = 500;
const FILES_TO_BE_EASY = 8192;
const PORTS_TO_BE_EASY = 10_000;
const MUCH_TIME_WAIT = 5000;
const BACKLOG_TO_BE_EASY = 512;

/** What the system lets a load have: files, ports, queues, and the quota of a container. */
export function judgeLimits(limits: LimitFacts): Finding[] {
  return [...openFiles(limits), ...ports(limits), ...backlog(limits), ...quota(limits)];
}

function openFiles({ openFiles: limit }: LimitFacts): Finding[] {
  if (limit === null) return [];
  const { soft, hard } = limit;
  const found = `${formatCount(soft)}${hard > soft ? `, up to ${formatCount(hard)} on request` : ''}`;
  if (soft >= FILES_TO_BE_EASY) return [fine('open files', found)];
  const mend =
    hard > soft
      ? `ulimit -n ${hard} (for what this shell starts from now on)`
      : 'raise nofile in /etc/security/limits.conf or the service (as root; from the next login on)';
  if (soft < FILES_OF_A_RUN) {
    return [finding('open files', 'bad', found, 'too few for the connections of a run with its defaults', mend)];
  }
  return [finding('open files', 'note', found, 'every connection needs one, on both sides: large -c is refused', mend)];
}

function ports({ ports: range, timeWait, twReuse }: LimitFacts): Finding[] {
  if (range === null) return [];
  const count = range.to - range.from + 1;
  const waiting = timeWait === null ? '' : `, ${formatCount(timeWait)} still held by closed connections`;
  const found = `${formatCount(count)} local ports${waiting}`;
  if (timeWait !== null && timeWait > MUCH_TIME_WAIT) {
    const cost = 'new connections may find no port, which counts as failed';
    return [finding('ports', 'warn', found, cost, 'wait for a minute')];
  }
  if (count < PORTS_TO_BE_EASY) {
    const mend = 'sudo sysctl net.ipv4.ip_local_port_range="15000 60999" (more ports for clients, until the next boot)';
    return [finding('ports', 'note', found, 'one connection per request uses them up within a minute', mend)];
  }
  if (twReuse === 0) {
    const mend =
      'sudo sysctl net.ipv4.tcp_tw_reuse=2 (takes up ports on loopback again after a second, until the next boot)';
    const cost = 'one connection per request uses them up: each is held for a minute';
    return [finding('ports', 'note', `${found}; tcp_tw_reuse is 0`, cost, mend)];
  }
  return [fine('ports', found)];
}

function backlog({ somaxconn }: LimitFacts): Finding[] {
  if (somaxconn === null) return [];
  const found = `somaxconn ${formatCount(somaxconn)}`;
  if (somaxconn >= BACKLOG_TO_BE_EASY) return [fine('accept queue', found)];
  return [
    finding(
      'accept queue',
      'note',
      found,
      'more new connections at once wait for a second before they try again',
      'sudo sysctl net.core.somaxconn=4096 (lets servers queue more of them, until the next boot)',
    ),
  ];
}

function quota({ cpuQuotaCores, throttled }: LimitFacts): Finding[] {
  if (cpuQuotaCores === null) return [];
  const stopped =
    throttled !== null && throttled.periods > 0
      ? `, spent in ${shareText(throttled.periods / throttled.of)} of all periods so far`
      : '';
  return [
    finding(
      'CPU quota',
      'warn',
      `${Number(cpuQuotaCores.toFixed(2))} cores${stopped}`,
      'whoever has used it up stands still until the next tenth of a second, generator and servers alike',
      'give the container whole cores (--cpuset-cpus) instead of a share of all (--cpus)',
    ),
  ];
}
