/** Exhibits on the IOPTEs below (dma-mmio.md 5.7). */
import type { Type1Exhibit } from './exhibit';

export const mmioEncrypted: Type1Exhibit = {
  name: 'tables-encrypt-mmio',
  title: 'the page tables set the C-bit in every leaf, whatever the call says',
  source: 'seed 000 (Wei Wang), patch 1; Linux 6.19 before its stable update; dma-mmio.md 0.4',
  rule: 'VFIO-032',
  parts: { tables: { leafCBit: () => true } },
};

export const memoryNotEncrypted: Type1Exhibit = {
  name: 'tables-encrypt-nothing',
  title: 'the page tables leave the C-bit clear in every leaf: devices see ciphertext of RAM',
  source: 'dma-mmio.md VFIO-033',
  rule: 'VFIO-033',
  parts: { tables: { leafCBit: () => false } },
};
