import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract, Format } from '../../model/vocabulary';

/** How a kernel tree implements AMD's page tables, and what of it goes on the stand. */
export interface Generation {
  readonly contract: Contract;
  /** Our files that drive it, in reference/linux/c. */
  readonly engines: readonly string[];
  /** The kernel file of each format, relative to the tree; compiled whole. */
  readonly formatFiles: Readonly<Record<Format, string>>;
  /** Further files of the tree from which functions are extracted by name. */
  readonly extracts: readonly Extract[];
  /** -D of this generation alone. */
  readonly defines: readonly string[];
}

export interface Extract {
  /** The kernel file, relative to the tree. */
  readonly path: string;
  /** The functions wanted of it; what they call comes along. */
  readonly functions: readonly string[];
  /** Functions that our half supplies instead. */
  readonly ours?: readonly string[];
  /** What the extracted text needs to be included before it. */
  readonly includes: readonly string[];
  /** The macro that gives our half the name of the extracted file. */
  readonly macro: string;
}

const CORE_FUNCTIONS = ['iommu_iova_to_phys', 'iommu_map', 'iommu_unmap', 'iommu_unmap_fast', 'iommu_map_sg'];

/** The driver's flushes, down to the command queue. */
const flushesOf = (headers: readonly string[]): Extract => ({
  path: 'drivers/iommu/amd/iommu.c',
  functions: ['amd_iommu_iotlb_sync', 'amd_iommu_iotlb_sync_map', 'amd_iommu_flush_iotlb_all'],
  ours: [
    'iommu_queue_command',
    'domain_flush_complete',
    'device_flush_iotlb',
    'iommu_flush_pages_v1_hdom_ids',
    'get_amd_iommu_from_dev',
  ],
  includes: headers.map((header) => `"drivers/iommu/${header}"`),
  macro: 'STAND_FLUSH_FILE',
});

const GENERIC_PT: Generation = {
  contract: 'generic-pt',
  engines: ['engine_generic_pt.c', 'hardware.c'],
  formatFiles: {
    amdv1: 'drivers/iommu/generic_pt/fmt/iommu_amdv1.c',
    amdv2: 'drivers/iommu/generic_pt/fmt/iommu_x86_64.c',
  },
  extracts: [
    {
      path: 'drivers/iommu/iommu.c',
      functions: CORE_FUNCTIONS,
      includes: ['<linux/iommu.h>', '<linux/generic_pt/iommu.h>', '"drivers/iommu/iommu-priv.h"'],
      macro: 'STAND_CORE_FILE',
    },
    flushesOf(['amd/amd_iommu_types.h', 'amd/amd_iommu.h', 'iommu-pages.h']),
  ],
  defines: ['STAND_CONTRACT=1', 'STAND_HAS_PAGES_LIST=1'],
};

const IO_PGTABLE: Generation = {
  contract: 'io-pgtable',
  engines: ['engine_io_pgtable.c', 'hardware.c'],
  formatFiles: {
    amdv1: 'drivers/iommu/amd/io_pgtable.c',
    amdv2: 'drivers/iommu/amd/io_pgtable_v2.c',
  },
  extracts: [
    {
      path: 'drivers/iommu/iommu.c',
      functions: CORE_FUNCTIONS,
      includes: ['<linux/iommu.h>'],
      macro: 'STAND_CORE_FILE',
    },
    {
      path: 'drivers/iommu/amd/iommu.c',
      functions: [
        'amd_iommu_map_pages',
        'amd_iommu_unmap_pages',
        'amd_iommu_iova_to_phys',
        'amd_iommu_read_and_clear_dirty',
        'dma_max_address',
      ],
      includes: ['"drivers/iommu/amd/amd_iommu_types.h"', '"drivers/iommu/amd/amd_iommu.h"'],
      macro: 'STAND_DRIVER_FILE',
    },
    flushesOf(['amd/amd_iommu_types.h', 'amd/amd_iommu.h']),
  ],
  defines: ['STAND_CONTRACT=2'],
};

/** What a tree has; an error that names what was looked for if it has neither. */
export function generationOf(tree: string): Generation {
  for (const generation of [GENERIC_PT, IO_PGTABLE])
    if (existsSync(join(tree, generation.formatFiles.amdv1))) return generation;
  throw new Error(
    `${tree} has neither ${GENERIC_PT.formatFiles.amdv1} nor ${IO_PGTABLE.formatFiles.amdv1}: no kernel tree, or too new`,
  );
}

/** `7.2.13` of the tree's top Makefile. */
export function kernelVersionOf(tree: string): string {
  const makefile = readFileSync(join(tree, 'Makefile'), 'utf8');
  const field = (name: string): string => new RegExp(`^${name} *= *(.*)$`, 'm').exec(makefile)?.[1]?.trim() ?? '';
  return `${field('VERSION')}.${field('PATCHLEVEL')}.${field('SUBLEVEL')}${field('EXTRAVERSION')}`;
}
