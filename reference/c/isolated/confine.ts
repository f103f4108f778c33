import { readFileSync } from 'node:fs';

/** Numbers of Linux, the same on every architecture that Node runs on. */
const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;
const RLIMIT_AS = 9;
const PAGE_BYTES = 4096;

/** On other systems the parent's own watch and its kill at exit have to do. */
const onLinux = (): boolean => process.platform === 'linux';

function libc(prototype: string): (...args: unknown[]) => unknown {
  // The library to be judged needs koffi anyway; loaded here so that it is not loaded elsewhere.
  const koffi = require('koffi') as typeof import('koffi');
  return koffi.load(null).func(prototype);
}

/** Ends this process when its parent does, however that happens, and whatever this process is busy with. */
export function endWithParent(parent: number): void {
  if (!onLinux()) return;
  libc('int prctl(int option, unsigned long value)')(PR_SET_PDEATHSIG, SIGKILL);
  // The parent may have died before the call above.
  if (process.ppid !== parent) process.exit(0);
}

/** Caps the address space at what is mapped now, which is Node's own, and `bytes` more. */
export function limitGrowth(bytes: number): void {
  if (!onLinux()) return;
  const limit = BigInt(statm('self', MAPPED) + bytes);
  libc('int setrlimit(int resource, const void *limits)')(RLIMIT_AS, BigUint64Array.of(limit, limit));
}

/** Bytes of memory that a process really uses; 0 where that cannot be known. */
export const residentBytes = (pid: number): number => statm(pid, RESIDENT);

/** A tick of the kernel's accounting: USER_HZ is 100 on every architecture that Node runs on. */
const TICK_MS = 10;
/** Of `/proc/<pid>/stat`, counted from behind the command's name in parentheses. */
const USER_TICKS = 11;

/** Milliseconds that a process has computed, in user mode; 0 where that cannot be known. */
export function computedMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[USER_TICKS]) * TICK_MS;
  } catch {
    return 0;
  }
}

const MAPPED = 0;
const RESIDENT = 1;

function statm(pid: number | 'self', field: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[field]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
