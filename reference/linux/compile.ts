import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Format } from '../../model/vocabulary';
import type { Generation } from './generation';
import type { Stage } from './stage';

/** Which library to make of a stage. */
export interface Target {
  readonly name: string;
  /** Version that the library announces: the kernel's. */
  readonly version: string;
  readonly format: Format;
  readonly generation: Generation;
}

/** Thrown when the kernel files do not compile behind the shim; `log` is the compiler's. */
export class CompileError extends Error {
  constructor(
    readonly target: string,
    readonly log: string,
  ) {
    super(`${target} does not build: ${log.split('\n').find((line) => line.includes('error')) ?? log.slice(0, 200)}`);
  }
}

/** Configuration of the kernel that the files are compiled with: what an AMD distribution kernel has, and the selftest op. */
const KERNEL_CONFIG = [
  'CONFIG_64BIT',
  'CONFIG_X86',
  'CONFIG_SMP',
  'CONFIG_AMD_MEM_ENCRYPT',
  'CONFIG_IOMMU_API',
  'CONFIG_IOMMU_PT',
  'CONFIG_IOMMUFD_DRIVER',
  'CONFIG_IOMMUFD_TEST',
].map((name) => `${name}=1`);

/** As the kernel is built: no strict aliasing, defined overflow, null checks kept. */
const KERNEL_FLAGS = [
  '-std=gnu11',
  '-fms-extensions',
  '-ffreestanding',
  '-nostdinc',
  '-fno-strict-aliasing',
  '-fno-strict-overflow',
  '-fno-delete-null-pointer-checks',
  // Kernel style; but what would be compiled wrongly is an error.
  '-Wno-pointer-sign',
  '-Wno-unused-function',
  '-Werror=implicit-function-declaration',
  '-Werror=int-conversion',
  '-Werror=incompatible-pointer-types',
];
/** Optimised as one unit: entry runs are written at a rate where a call each would show. */
const STAND_FLAGS = ['-std=gnu11', '-Wall', '-Wextra', '-flto'];
const COMMON_FLAGS = ['-O2', '-g', '-fPIC', '-fvisibility=hidden'];
const STAND_HALF = [
  'api.c',
  'decode.c',
  'describe.c',
  'guard.c',
  'memory.c',
  'record.c',
  'report.c',
  'run.c',
  'walk.c',
];

/** Every -D of a target, as they are printed and recorded. */
export function definesOf(target: Target, stage: Stage): string[] {
  return [
    ...KERNEL_CONFIG,
    ...target.generation.defines,
    `STAND_FORMAT=${target.format === 'amdv1' ? 1 : 2}`,
    ...(target.format === 'amdv1' ? ['STAND_AMDV1=1'] : []),
    ...stage.defines,
    `STAND_NAME="${target.name}"`,
    `STAND_VERSION="${target.version}"`,
  ];
}

/** Compiles both halves and links them to `out`, which appears only when whole. */
export function compileLibrary(target: Target, stage: Stage, sources: string, work: string, out: string): void {
  const defines = definesOf(target, stage).map((define) => `-D${define}`);
  const gccHeaders = execFileSync('gcc', ['-print-file-name=include'], { encoding: 'utf8' }).trim();
  const kernelFlags = [
    ...KERNEL_FLAGS,
    ...[gccHeaders, ...stage.includes, join(sources, 'kernel')].flatMap((dir) => ['-I', dir]),
    '-include',
    join(sources, 'kernel/kernel.h'),
  ];
  const objects: string[] = [];
  const compile = (file: string, flags: readonly string[]): void => {
    const object = join(work, `${file.replace(/\W/g, '_')}.o`);
    gcc(target, [...COMMON_FLAGS, ...flags, ...defines, '-c', join(sources, file), '-o', object]);
    objects.push(object);
  };
  for (const file of [...target.generation.engines, 'engine_core.c', 'kernel/pages.c']) compile(file, kernelFlags);
  for (const file of STAND_HALF) compile(file, STAND_FLAGS);
  mkdirSync(dirname(out), { recursive: true });
  gcc(target, [
    '-shared',
    '-O2',
    '-flto',
    '-Wl,-z,noexecstack,-z,defs',
    ...objects,
    '-o',
    `${out}.new`,
    '-lpthread',
    '-lrt',
  ]);
  renameSync(`${out}.new`, out);
}

function gcc(target: Target, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync('gcc', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new CompileError(target.name, stderr);
}
