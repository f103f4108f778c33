import type { ViommuConfig } from '../../model/vocabulary/viommu/config';
import type { ViommuFault, ViommuOp } from '../../model/vocabulary/viommu/op';

/** Ops simpler than `op`, simplest first: fewer faults, plainer ones, the region without its driver. */
export function* simplerOps(op: ViommuOp): Iterable<ViommuOp> {
  switch (op.op) {
    case 'setDte':
    case 'clearDte':
      break;
    case 'access':
      if (op.iova !== 0) yield { ...op, iova: 0 };
      if (op.iova % 0x20_0000 !== 0) yield { ...op, iova: op.iova - (op.iova % 0x20_0000) };
      if (op.write) yield { ...op, write: false };
      break;
    default: {
      if (op.op === 'driverInit') yield { ...op, op: 'init' };
      if (op.op === 'driverUninit') yield { ...op, op: 'uninit' };
      const { faults } = op;
      for (let i = faults.length - 1; i >= 0; i--) yield { ...op, faults: faults.toSpliced(i, 1) };
      for (const [i, fault] of faults.entries())
        for (const simpler of simplerFaults(fault)) yield { ...op, faults: faults.with(i, simpler) };
    }
  }
  if (op.iommu > 0) yield { ...op, iommu: 0 };
}

function* simplerFaults(fault: ViommuFault): Iterable<ViommuFault> {
  if ('region' in fault && fault.region > 0) yield { ...fault, region: 0 };
  if ('pages' in fault && fault.pages > 0) yield { ...fault, pages: 0 };
  if (fault.step === 'unmap' && fault.bytes > 0) yield { ...fault, bytes: 0 };
}

/** Configurations simpler than `config`, simplest first: fewer IOMMUs and blocks, no node, no C-bit. */
export function* simplerConfigs(config: ViommuConfig): Iterable<ViommuConfig> {
  const { iommus, memory } = config;
  if (iommus.length > 1) yield { ...config, iommus: iommus.slice(0, -1) };
  for (const count of [4, memory.length - 1])
    if (count > 0 && count < memory.length) yield { ...config, memory: memory.slice(0, count) };
  if (memory.some(({ stalePages }) => stalePages > 0))
    yield { ...config, memory: memory.map((block) => ({ ...block, stalePages: 0 })) };
  if (memory.some(({ node }) => node !== 0) || iommus.some(({ node }) => node !== 0))
    yield {
      ...config,
      iommus: iommus.map(() => ({ node: 0 })),
      memory: memory.map((block) => ({ ...block, node: 0 })),
    };
  if (config.cBit !== null) yield { ...config, cBit: null };
  if (!config.hostTranslation) yield { ...config, hostTranslation: true };
}
