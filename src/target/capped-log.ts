import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { tellingLines } from '../units/log-excerpt.js';
import { makeFolder } from '../units/make-folder.js';

const HEAD_BYTES = 512 * 1024;
const TAIL_BYTES = 512 * 1024;
const LINES_LOOKED_AT = 200;

/**
 * What a server prints: its first and its last half megabyte, whatever it prints in between. The head is written as it
 * comes, the tail when the log is closed.
 */
export class CappedLog {
  readonly file: string | null;
  #fd: number | null = null;
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #droppedBytes = 0;

  constructor(file: string | null) {
    this.file = file;
    if (file === null) return;
    this.#attempt(() => {
      makeFolder(dirname(file));
      this.#fd = openSync(file, 'w');
    });
  }

  write(chunk: Buffer): void {
    const room = HEAD_BYTES - this.#headBytes;
    if (room > 0) this.#writeHead(chunk.subarray(0, room));
    if (chunk.length > room) this.#keepTail(room > 0 ? chunk.subarray(room) : chunk);
  }

  /** The last lines that were printed, without their ends; empty lines left out. */
  lines(count: number): string[] {
    const text = Buffer.concat([this.#lastOfHead, ...this.#tail]).toString('utf8');
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .slice(-count);
  }

  /** At most so many lines that tell most of the last two hundred: those of errors, and the end. */
  tail(count: number): string[] {
    return tellingLines(this.lines(LINES_LOOKED_AT), count);
  }

  close(): void {
    const fd = this.#fd;
    if (fd === null) return;
    this.#attempt(() => {
      if (this.#droppedBytes > 0) writeSync(fd, `\n... ${this.#droppedBytes} bytes left out ...\n`);
      for (const chunk of this.#tail) writeSync(fd, chunk);
    });
    closeSync(fd);
    this.#fd = null;
  }

  /** A log that cannot be written, on a full disk for example, must not end what it is the log of. */
  #attempt(action: () => void): void {
    try {
      action();
    } catch {
      this.#isBroken = true;
    }
  }

  #isBroken = false;
  #lastOfHead: Buffer = Buffer.alloc(0);

  #writeHead(chunk: Buffer): void {
    this.#headBytes += chunk.length;
    this.#lastOfHead = Buffer.concat([this.#lastOfHead, chunk]).subarray(-64 * 1024);
    const fd = this.#fd;
    if (fd !== null && !this.#isBroken) this.#attempt(() => writeSync(fd, chunk));
  }

  #keepTail(chunk: Buffer): void {
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    while (this.#tailBytes - (this.#tail[0]?.length ?? 0) >= TAIL_BYTES) {
      const oldest = this.#tail.shift();
      this.#tailBytes -= oldest?.length ?? 0;
      this.#droppedBytes += oldest?.length ?? 0;
    }
  }
}
