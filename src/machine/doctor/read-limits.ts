import os from 'node:os';
import { join } from 'node:path';
import type { LimitFacts, MemoryFacts } from '../../model/doctor.js';
import { readProcFile } from '../proc-file.js';
import {
  parseChoice,
  parseCpuMax,
  parseMeminfo,
  parseNumber,
  parseOpenFiles,
  parsePorts,
  parseThrottled,
  parseTimeWait,
} from './parse.js';

/** The limits of this process and of the system. */
export function readLimits(): LimitFacts {
  return {
    openFiles: parseOpenFiles(readProcFile('/proc/self/limits')),
    ports: parsePorts(readProcFile('/proc/sys/net/ipv4/ip_local_port_range')),
    timeWait: parseTimeWait(readProcFile('/proc/net/sockstat')),
    twReuse: parseNumber(readProcFile('/proc/sys/net/ipv4/tcp_tw_reuse')),
    somaxconn: parseNumber(readProcFile('/proc/sys/net/core/somaxconn')),
    ...readQuota(),
  };
}

/** The least quota on the way from this process's control group to the root; version 2, else version 1. */
function readQuota(): Pick<LimitFacts, 'cpuQuotaCores' | 'throttled'> {
  const groups = readProcFile('/proc/self/cgroup') ?? '';
  const path = /^0::(\S+)/m.exec(groups)?.[1] ?? '/';
  const quotas = [
    ...ancestors(path).map((group) => quotaOf(join('/sys/fs/cgroup', group), 2)),
    ...ancestors(/^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(\S+)/m.exec(groups)?.[1] ?? '/').map((group) =>
      quotaOf(join('/sys/fs/cgroup/cpu', group), 1),
    ),
  ];
  const limiting = quotas
    .filter(({ cpuQuotaCores }) => cpuQuotaCores !== null)
    .sort((left, right) => (left.cpuQuotaCores ?? 0) - (right.cpuQuotaCores ?? 0));
  return limiting[0] ?? { cpuQuotaCores: null, throttled: null };
}

function quotaOf(folder: string, version: 1 | 2): Pick<LimitFacts, 'cpuQuotaCores' | 'throttled'> {
  const throttled = parseThrottled(readProcFile(join(folder, 'cpu.stat')));
  if (version === 2) return { cpuQuotaCores: parseCpuMax(readProcFile(join(folder, 'cpu.max'))), throttled };
  const quotaUs = parseNumber(readProcFile(join(folder, 'cpu.cfs_quota_us')));
  const periodUs = parseNumber(readProcFile(join(folder, 'cpu.cfs_period_us')));
  const isLimited = quotaUs !== null && quotaUs > 0 && periodUs !== null && periodUs > 0;
  return { cpuQuotaCores: isLimited ? quotaUs / periodUs : null, throttled };
}

/** `/a/b`, `/a`, `/`. */
function ancestors(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return Array.from({ length: parts.length + 1 }, (_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
}

/** Memory of the machine, or of the container where that is less. */
export function readMemory(): MemoryFacts {
  const meminfo = readProcFile('/proc/meminfo');
  const limit = process.constrainedMemory();
  const total = os.totalmem();
  const isContained = limit > 0 && limit < total;
  const free = parseMeminfo(meminfo, 'MemAvailable') ?? os.freemem();
  const swapTotal = parseMeminfo(meminfo, 'SwapTotal');
  const swapFree = parseMeminfo(meminfo, 'SwapFree');
  return {
    totalBytes: isContained ? limit : total,
    availableBytes: isContained ? Math.min(free, process.availableMemory?.() ?? free) : free,
    swapUsedBytes: swapTotal === null || swapFree === null ? null : swapTotal - swapFree,
    transparentHugePages: parseChoice(readProcFile('/sys/kernel/mm/transparent_hugepage/enabled')),
  };
}
