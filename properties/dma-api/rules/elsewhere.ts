/** What this machine cannot see: dma-mmio.md 9.1. */
import type { PlainUntestedRule } from '../../plain/rule';

export const DMA_054: PlainUntestedRule = {
  scope: 'untested',
  level: 'required',
  confidence: 'U',
  id: 'DMA-054',
  title: 'table pointers keep the C-bit',
  statement: 'In tables that encrypt, pointers to tables have the C-bit, whatever is mapped below them.',
  source: 'dma-mmio.md 9.1; Linux generic_pt/fmt/amdv1.h',
  why: 'The IOMMU would read the table as ciphertext.',
  example: 'The bit is cleared with that of the leaf.',
  reason: 'IOPTEs of this machine have no tables above them; the page-table machine judges pointers (PT-030)',
};
