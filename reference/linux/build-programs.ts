import { join } from 'node:path';
import { packageRoot } from '../c/build';
import { reasonOf } from '../subject-error';
import { kernelVersionOf } from './generation';
import { buildProgram, programName } from './kbuild/build';
import type { KernelProgram } from './kbuild/kernel-program';
import { linuxDirectory, readManifest, updateManifest, type LinuxProgram } from './manifest';
import { DMA_IOMMU_PROGRAM } from './dma-iommu/program';
import { DMABUF_PROGRAM } from './dmabuf/program';
import { SEV_PROGRAM } from './sev/program';
import { TYPE1_PROGRAM } from './type1/program';
import { VFIO_DMABUF_PROGRAM } from './vfio-dmabuf/program';
import type { KernelSource } from './sources';

/** Programs of whole kernel files. */
export const PROGRAMS: readonly KernelProgram[] = [
  SEV_PROGRAM,
  DMABUF_PROGRAM,
  DMA_IOMMU_PROGRAM,
  TYPE1_PROGRAM,
  VFIO_DMABUF_PROGRAM,
];
/** Series in which each of them must build. In others it may not. */
const SUPPORTED = ['7.2'];

type Say = (line: string) => void;

/**
 * Builds a program of whole files from a tree. Where that fails it is reported and skipped, unless the series is one that
 * must build, or the program was asked for by name.
 */
export function buildWholeFiles(source: KernelSource, program: KernelProgram, isAskedFor: boolean, say: Say): void {
  const directory = linuxDirectory();
  const name = programName(program, source.series);
  const old = readManifest(directory)?.programs.find((entry) => entry.name === name);
  const version = kernelVersionOf(source.tree);
  try {
    const built = buildProgram({
      program,
      source,
      version,
      directory,
      sources: join(packageRoot(), 'reference/linux'),
      old,
    });
    updateManifest({ programs: [built] });
    describe(built, built === old, say);
  } catch (error) {
    updateManifest({ skipped: [{ name, reason: reasonOf(error) }] });
    if (isAskedFor || SUPPORTED.includes(source.series)) throw error;
    say(`${name}: skipped: ${reasonOf(error)}`);
  }
}

function describe(built: LinuxProgram, isFresh: boolean, say: Say): void {
  say(`${built.name}: Linux ${built.kernel}, whole files${isFresh ? ' (unchanged)' : ''}`);
  for (const [path, sha256] of Object.entries(built.sha256)) say(`  ${sha256}  ${path}`);
  say(`  ${built.headers.sha256}  over the sha256 of ${built.headers.count} headers`);
  for (const option of built.options) say(`  CONFIG_${option}=y`);
  say(`  ${built.config}  .config, from allnoconfig and these`);
  say(`  → ${join(linuxDirectory(), built.program)}`);
}
