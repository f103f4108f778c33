import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { pagesOf } from '../facts/leaves';
import { hostRule } from '../rule';
import { mmioPagesOf, portLeafText } from './_imports';

// What importers of BARs write into IO tables, whatever the path: dma-mmio.md 4.3, 5, 6.2, 7.2.

export const importedMmioHasNoCBit = hostRule({
  id: 'RMP-H03',
  title: 'No C-bit for imported MMIO',
  statement: 'No leaf that leads to an imported BAR has the C-bit, whether iommufd, type1 or the DMA API made it.',
  source: 'dma-mmio.md 5.6 (REQUIRED), 7.2 I3-I5, 7.3, 9.1 DMA-053, 9.3 VFIO-032; seed 000',
  confidence: 'S',
  level: 'required',
  why: 'Peer-to-peer DMA would go to address PA | C, where no device answers.',
  example: 'Type1 never passes IOMMU_MMIO.',
  on: [StepKind.portMap],
  facts: 'before',
  check: (facts, step) => (mmioPagesOf(facts, step) === 0 ? NOT_EXERCISED : must(!step.encrypted)),
  explain: portLeafText,
});

export const importedRamHasCBit = hostRule({
  id: 'RMP-H04',
  title: 'The C-bit for RAM beside an imported BAR',
  statement: 'Every leaf of an importer that leads to RAM has the C-bit.',
  source: 'dma-mmio.md 5.6, 5.8, 9.3 VFIO-006, VFIO-008, VFIO-033',
  confidence: 'S',
  level: 'required',
  why: 'The device reads garbage where the CPU writes with the host’s key, without any fault.',
  example: 'The flag of the last run that was mapped is taken for all of them when a second domain comes.',
  on: [StepKind.portMap],
  facts: 'before',
  check(facts, step) {
    if (step.done === 0) return NOT_EXERCISED;
    return mmioPagesOf(facts, step) < step.done * pagesOf(step.lg) ? must(step.encrypted) : NOT_EXERCISED;
  },
  explain: portLeafText,
});

export const portLeafIsOfOneKind = hostRule({
  id: 'RMP-H05',
  title: 'RAM or an imported BAR',
  statement: 'No leaf of an importer, and no run of leaves that are written at once, leads to MMIO and to RAM.',
  source: 'dma-mmio.md 5.3, 5.6 D5-1, 9.3 VFIO-003; seed 000 (v5: adjacent RAM and MMIO)',
  confidence: 'U',
  level: 'required',
  why: 'One flag cannot be right for both: one of the two halves gets the wrong C-bit.',
  example: 'Replay into a second domain merges what follows each other, whatever it is.',
  on: [StepKind.portMap],
  facts: 'before',
  check(facts, step) {
    const count = mmioPagesOf(facts, step);
    if (count === 0) return NOT_EXERCISED;
    return must(count === step.done * pagesOf(step.lg));
  },
  explain: (facts, step) =>
    `${portLeafText(facts, step)}, and of their ${step.done * pagesOf(step.lg)} pages ${mmioPagesOf(facts, step)} are MMIO`,
});

export const failedMapLeavesNothing = hostRule({
  id: 'RMP-H09',
  title: 'A map that failed leaves nothing',
  statement:
    'When a call of an importer is over in which a write of leaves failed, none of the leaves that it wrote is left.',
  source: 'dma-mmio.md 5.4, 7.3, 9.1 DMA-056, 9.2 BUF-045, BUF-049, 9.3 VFIO-019, VFIO-021; seed 002',
  confidence: 'S',
  level: 'required',
  why: 'Nobody knows of what is left: it is never revoked, and whoever gets the IOVA next finds it taken.',
  example: 'The second domain finds no page for a table, and the first one keeps its leaves.',
  on: [StepKind.end],
  facts: 'before',
  check(facts, _step, actor) {
    const call = facts.imports.calls[facts.importerOf(actor)];
    return call?.failed === true ? must(leftBehind(facts, actor) === null) : NOT_EXERCISED;
  },
  explain: (facts, _step, actor) => `${leftBehind(facts, actor)!}, though the call failed`,
});

/** What a failed call left, in words; null: nothing. */
function leftBehind(facts: Parameters<typeof portLeafText>[0], actor: number): string | null {
  for (const step of facts.imports.calls[facts.importerOf(actor)]!.written) {
    for (let leaf = 0; leaf < step.done; leaf++) {
      const iova = step.iova + leaf * pagesOf(step.lg);
      if (facts.imports.leafAt(step.importer, step.port, iova) !== null) return portLeafText(facts, step);
    }
  }
  return null;
}
