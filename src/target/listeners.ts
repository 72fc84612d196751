import { readdirSync, readlinkSync } from 'node:fs';
import { readProcFile } from '../machine/proc-file.js';
import type { ProcessTree } from '../machine/process-tree.js';

/** A listening TCP socket. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly inode: string;
}

/** Whose a listening port is; `unknown` where the system does not let us look. */
export type PortOwner = 'tree' | 'stranger' | 'nobody' | 'unknown';

const LISTEN_STATE = '0A';

/** Listening sockets out of the text of /proc/net/tcp or /proc/net/tcp6. */
export function parseListeners(text: string): Listener[] {
  const listeners: Listener[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    if (state !== LISTEN_STATE) continue;
    const [hexAddress = '', hexPort = ''] = local.split(':');
    listeners.push({ host: parseHexAddress(hexAddress), port: Number.parseInt(hexPort, 16), inode });
  }
  return listeners;
}

/** `0100007F` is 127.0.0.1: the kernel prints 32-bit words in the byte order of the machine. */
function parseHexAddress(hex: string): string {
  const bytes = [...Buffer.from(hex, 'hex')];
  const ordered: number[] = [];
  for (let word = 0; word < bytes.length; word += 4) ordered.push(...bytes.slice(word, word + 4).reverse());
  if (ordered.length === 4) return ordered.join('.');
  const groups: string[] = [];
  for (let at = 0; at < ordered.length; at += 2) {
    groups.push((((ordered[at] ?? 0) << 8) | (ordered[at + 1] ?? 0)).toString(16));
  }
  return shortenIpv6(groups.join(':'));
}

function shortenIpv6(address: string): string {
  if (address === '0:0:0:0:0:0:0:0') return '::';
  return address === '0:0:0:0:0:0:0:1' ? '::1' : address;
}

/** Who listens on a TCP port of this machine. */
export function portOwner(port: number, tree: { refresh(): readonly { readonly pid: number }[] }): PortOwner {
  const listeners = readListeners();
  if (listeners === null) return 'unknown';
  const onPort = listeners.filter((listener) => listener.port === port);
  if (onPort.length === 0) return 'nobody';
  const { inodes, complete } = readSocketInodes(tree.refresh());
  if (onPort.some((listener) => inodes.has(listener.inode))) return 'tree';
  return complete ? 'stranger' : 'unknown';
}

/** Where the processes of a tree listen; empty where the system does not let us look. */
export function listenersOf(tree: ProcessTree): Listener[] {
  const listeners = readListeners();
  if (listeners === null) return [];
  const { inodes } = readSocketInodes(tree.refresh());
  return listeners.filter((listener) => inodes.has(listener.inode));
}

/** Those of some processes that hold a listening socket of a port open, as far as they may be looked into. */
export function holdersOf(port: number, processes: readonly { readonly pid: number }[]): number[] {
  const wanted = new Set((readListeners() ?? []).filter((one) => one.port === port).map(({ inode }) => inode));
  if (wanted.size === 0) return [];
  const holds = ({ pid }: { readonly pid: number }): boolean =>
    [...readSocketInodes([{ pid }]).inodes].some((inode) => wanted.has(inode));
  return processes.filter(holds).map(({ pid }) => pid);
}

/** Where anybody listens in the network that a process has; null where that is the network of perfcmp, or not ours to see. */
export function listenersAround(pid: number): Listener[] | null {
  const own = readLink('/proc/self/ns/net');
  const other = readLink(`/proc/${pid}/ns/net`);
  return other === '' || other === own ? null : readListeners(`/proc/${pid}/net`);
}

function readListeners(folder = '/proc/net'): Listener[] | null {
  const tcp = readProcFile(`${folder}/tcp`);
  if (tcp === null) return null;
  return [...parseListeners(tcp), ...parseListeners(readProcFile(`${folder}/tcp6`) ?? '')];
}

/** Inodes of the sockets that processes hold open; not `complete` when one of them may not be looked into. */
function readSocketInodes(processes: readonly { readonly pid: number }[]): { inodes: Set<string>; complete: boolean } {
  const inodes = new Set<string>();
  let complete = true;
  for (const { pid } of processes) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${fd}`))?.[1];
        if (inode !== undefined) inodes.add(inode);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EACCES') complete = false;
    }
  }
  return { inodes, complete };
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
