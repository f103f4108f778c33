/** Rules on IOPTEs of iommu-dma: dma-mmio.md 4.3, 7.2 I3. */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { Prot } from '../../../model/vocabulary/prot';
import { onLeaves } from './_leaves';

const SOURCE = 'dma-mmio.md 4.3; Linux dma-iommu.c, dma_info_to_prot';
const RIGHTS = { BIDIRECTIONAL: 3, TO_DEVICE: 1, FROM_DEVICE: 2, NONE: 0 } as const;

export const DMA_001 = onLeaves(
  {
    id: 'DMA-001',
    title: 'MMIO is not cached',
    statement: 'Protection of MMIO has the MMIO bit, and never CACHE.',
    source: SOURCE,
    why: 'Requests to a register that may be snooped or merged do not reach it as they were made.',
    example: 'CACHE is added for coherent devices, whatever is mapped.',
  },
  ({ isMmio }) => isMmio,
  ({ prot }) => (prot & Prot.MMIO) !== 0 && (prot & Prot.CACHE) === 0,
);

export const DMA_002 = onLeaves(
  {
    id: 'DMA-002',
    title: 'RAM is no MMIO',
    statement: 'Protection of RAM never has the MMIO bit.',
    source: SOURCE,
    why: 'On an encrypting host the leaf would lose its C-bit: the device reads ciphertext.',
    example: 'The flag of the mapping before is left over.',
  },
  ({ isMmio }) => !isMmio,
  ({ prot }) => (prot & Prot.MMIO) === 0,
);

export const DMA_003 = onLeaves(
  {
    id: 'DMA-003',
    title: 'direction is rights',
    statement: 'BIDIRECTIONAL gives READ and WRITE, TO_DEVICE READ alone, FROM_DEVICE WRITE alone.',
    source: SOURCE,
    why: 'A right too many lets a device write what it should read; one too few is a fault.',
    example: 'TO_DEVICE and FROM_DEVICE are swapped.',
  },
  () => true,
  ({ prot }, { direction }) => (prot & (Prot.READ | Prot.WRITE)) === RIGHTS[direction],
);

export const DMA_004 = onLeaves(
  {
    id: 'DMA-004',
    title: 'PRIVILEGED is PRIV',
    statement: 'Protection has PRIV exactly where the attribute PRIVILEGED was given.',
    source: SOURCE,
    why: 'Unprivileged transactions of the device would reach privileged memory, or privileged ones be refused.',
    example: 'PRIV is set for MMIO.',
  },
  () => true,
  ({ prot }, { attrs }) => ((prot & Prot.PRIV) !== 0) === ((attrs & DmaAttr.PRIVILEGED) !== 0),
);

export const DMA_005 = onLeaves(
  {
    id: 'DMA-005',
    title: 'coherent devices snoop RAM',
    statement: 'Protection of RAM has CACHE exactly where the device is coherent.',
    source: SOURCE,
    why: 'A coherent device whose requests do not snoop reads what the CPU had before.',
    example: 'CACHE is always set.',
  },
  ({ isMmio }) => !isMmio,
  ({ prot }, { by }) => ((prot & Prot.CACHE) !== 0) === by.coherent,
);

export const DMA_053 = onLeaves(
  {
    id: 'DMA-053',
    title: 'the C-bit of a leaf',
    statement: 'In tables that encrypt, a leaf has the C-bit exactly where its protection has no MMIO.',
    source: 'dma-mmio.md 7.2 I3; Linux generic_pt/fmt/amdv1.h, x86_64.h',
    why: 'MMIO with the C-bit goes to an address where no device answers; RAM without it is read as ciphertext.',
    example: 'The C-bit is always set.',
  },
  (_leaf, { config }) => config.platform.cBit !== 0,
  ({ prot, cBit }) => cBit === ((prot & Prot.MMIO) === 0),
);

export const DMA_055 = onLeaves(
  {
    id: 'DMA-055',
    title: 'addresses come back without the C-bit',
    statement: 'What a look-up of an IOVA gives has no C-bit.',
    source: 'dma-mmio.md 9.1; Linux generic_pt/fmt/amdv1.h',
    why: 'The bounce pool and cache maintenance go by that address: with the bit it is nobody’s.',
    example: 'The entry is returned with all its address bits.',
  },
  (_leaf, { config }) => config.platform.cBit !== 0,
  ({ paddr }, _leaf, { config }) => (paddr & (1n << BigInt(config.platform.cBit))) === 0n,
);
