import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KoffiFunc } from 'koffi';
import { reasonOf, SubjectError, SubjectExit } from '../subject-error';

/** What ioc_run returns instead of a count of words (iommu_conformance.h), and what we make of a count that lies. */
export const RunError = { tooSmall: -1, configRefused: -2, opUnsupported: -3, overrun: -4 } as const;

/** 256 MiB of records: more than any trace that a person will look at. */
const MAX_OUT_WORDS = 1 << 26;

type NativeFunction = KoffiFunc<(...args: unknown[]) => unknown>;

/**
 * A shared library that speaks the C ABI, loaded into this process. Words in, words out: no op is looked at, so that
 * the child process of an isolated subject loads this file and koffi, and nothing else.
 */
export class CLibrary {
  private readonly ioc_describe: NativeFunction;
  private readonly ioc_run: NativeFunction;
  private readonly ioc_time_native: NativeFunction | null;
  private readonly ioc_get_info: NativeFunction | null;
  private out = new Uint32Array(1 << 16);

  /**
   * Loads the library at `path`.
   * @throws SubjectError if the file is missing or no library, or lacks a symbol
   */
  constructor(readonly path: string) {
    const library = load(path);
    const required = (prototype: string, symbol: string): NativeFunction => {
      try {
        return library.func(prototype);
      } catch {
        throw new SubjectError(
          `${path}: it does not export ${symbol}(); iommu_conformance.h says what a subject exports`,
        );
      }
    };
    const optional = (prototype: string): NativeFunction | null => {
      try {
        return library.func(prototype);
      } catch {
        return null;
      }
    };
    this.ioc_describe = required('const char *ioc_describe(void)', 'ioc_describe');
    this.ioc_run = required(
      'int64_t ioc_run(const void *config, const void *ops, uint32_t n, uint32_t flags, void *out, uint64_t words)',
      'ioc_run',
    );
    this.ioc_time_native = optional(
      'uint64_t ioc_time_native(const void *config, const void *ops, uint32_t n, uint32_t times)',
    );
    this.ioc_get_info = optional('int32_t ioc_get_info(const void *config, void *bitmap, void *end)');
  }

  /** What the library says of itself: JSON, to be checked by `parseHandshake`. */
  describe(): string | null {
    return this.ioc_describe() as string | null;
  }

  /**
   * Runs one trace. Returns its records, a view that the next run overwrites, or a negative number: a RunError,
   * or whatever else the library returned. The output grows until it fits.
   */
  run(config: Uint32Array, ops: Uint32Array, count: number, flags: number): Uint32Array | number {
    for (;;) {
      const words = Number(this.ioc_run(config, ops, count, flags, this.out, this.out.length));
      if (words >= 0 && words <= this.out.length) return this.out.subarray(0, words);
      if (words >= 0) return RunError.overrun;
      if (words !== RunError.tooSmall || this.out.length >= MAX_OUT_WORDS) return words;
      this.out = new Uint32Array(this.out.length * 4);
    }
  }

  /** Nanoseconds that the ops took, `times` times; null if the library cannot tell. */
  timeNative(config: Uint32Array, ops: Uint32Array, count: number, times: number): number | null {
    return this.ioc_time_native === null ? null : Number(this.ioc_time_native(config, ops, count, times));
  }

  /** Page-size bitmap and end of the aperture; null if the library cannot tell or refuses the configuration. */
  getInfo(config: Uint32Array): { bitmap: bigint; apertureEnd: bigint } | null {
    if (this.ioc_get_info === null) return null;
    const bitmap = new BigUint64Array(1);
    const end = new BigUint64Array(1);
    return this.ioc_get_info(config, bitmap, end) === 0 ? { bitmap: bitmap[0]!, apertureEnd: end[0]! } : null;
  }
}

function load(path: string): { func(prototype: string): NativeFunction } {
  if (!existsSync(path)) throw new SubjectError(`${path}: no such file; build the library first (docs/subjects.md)`);
  let koffi: typeof import('koffi');
  try {
    // Only here: a machine without a koffi binary loses the C subjects, and nothing else.
    koffi = require('koffi') as typeof import('koffi');
  } catch (error) {
    throw new SubjectError(
      `koffi does not load on this machine (${reasonOf(error)}); run npm ci again`,
      SubjectExit.harness,
    );
  }
  try {
    return koffi.load(resolve(path));
  } catch (error) {
    throw new SubjectError(`${path}: not a loadable shared library (${reasonOf(error)})`);
  }
}
