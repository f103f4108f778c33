/**
 * A program of whole kernel files: which of them, under which configuration, and what of ours stands around them. One
 * such description is all that a new subject needs besides its entries in C (docs/linux.md, "Whole files").
 */
export interface KernelProgram {
  /** Last part of the subject's name: `sev` for `linux-7.2-sev`. */
  readonly name: string;
  /** Configuration on top of the kernel's allnoconfig and BASE_OPTIONS; each must take. */
  readonly options: readonly string[];
  /** Objects of the kernel's own build, by path in its tree. The first one's flags are those of our kernel half. */
  readonly objects: readonly string[];
  /** Static symbols of those objects that our half reads; they become global in the symbol table, nothing else changes. */
  readonly exposed: readonly string[];
  /**
   * Functions of one of those objects whose calls from another go to our half, as `__wrap_<name>`; `__real_<name>` is the
   * function itself.
   */
  readonly wrapped?: readonly string[];
  /** C files of our kernel half, below reference/linux. */
  readonly glue: readonly string[];
}

/** What the stand itself takes for granted: a kernel for AMD with BUG and printk, and frame pointers to read a crash by. */
export const BASE_OPTIONS = ['64BIT', 'SMP', 'CPU_SUP_AMD', 'PRINTK', 'BUG', 'UNWINDER_FRAME_POINTER'];

/** The kernel's own formatting and bug table, which kernel/print.c calls. */
export const LIBRARY_OBJECTS = [
  'lib/vsprintf.o',
  'lib/ctype.o',
  'lib/string.o',
  'lib/hexdump.o',
  'lib/find_bit.o',
  'lib/bitmap.o',
  'lib/bug.o',
  'arch/x86/lib/hweight.o',
];

/** Glue that every program has; each file says what it stands for. */
export const COMMON_GLUE = [
  'kbuild/c/kernel/cpu.c',
  'kbuild/c/kernel/locks.c',
  'kbuild/c/kernel/memory.c',
  'kbuild/c/kernel/print.c',
  'kbuild/c/kernel/string.c',
];
