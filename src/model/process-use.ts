/** CPU time of one process of a server. */
export interface ProcessUse {
  /** As the kernel has it, or its program's where that is a thread's; at most 15 characters; null, as is the pid: all others, those that have ended among them. */
  readonly name: string | null;
  readonly pid: number | null;
  readonly cpuNs: number;
}
