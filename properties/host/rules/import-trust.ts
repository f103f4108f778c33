import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { HELD, must, NOT_EXERCISED, type Judgement } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { hostRule, type StepOf } from '../rule';
import { barText, importerText, isPrivateBar } from './_imports';
import { page } from './_text';

// Trusted interfaces and importers: dma-mmio.md 3.4, 7.2, 7.3.

/** The BAR that the step is about; −1: none. */
function barOf(
  { imports }: HostFacts,
  step: StepOf<typeof StepKind.portMap | typeof StepKind.mapBuffer | typeof StepKind.portDma>,
): number {
  if (step.kind === StepKind.mapBuffer) return step.mapped ? step.bar : -1;
  if (step.kind === StepKind.portDma) return step.ok ? imports.barAt(step.spa) : -1;
  const { spa, n } = step;
  return step.done === 0
    ? -1
    : imports.bars.findIndex((bar) => spa < bar.spa + bar.n && bar.spa < spa + n * 2 ** (step.lg - 12));
}

export const privateMmioAtT1Alone = hostRule({
  id: 'RMP-H06',
  title: 'Private MMIO at T=1 alone',
  statement:
    'Nobody but trusted devices of the BAR’s own guest maps or reaches a BAR that is private, by table or by bus address.',
  source: 'dma-mmio.md 3.4, 7.2 M4, M5, B1, 9.1 DMA-031, DMA-032, DMA-035, DMA-052; seed 002',
  confidence: 'S',
  level: 'required',
  why: 'The registers of a trusted device are as secret as its guest’s memory.',
  example: 'The provider does not know that the exporting device is locked.',
  on: [StepKind.portMap, StepKind.mapBuffer, StepKind.portDma],
  facts: 'before',
  check(facts, step): Judgement {
    const bar = barOf(facts, step);
    if (bar < 0 || !isPrivateBar(facts, bar)) return NOT_EXERCISED;
    const { t, guest } = facts.config.importers[step.importer]!;
    return must(t === 1 && guest === facts.imports.bars[bar]!.guest);
  },
  explain(facts, step) {
    const what = step.kind === StepKind.portDma ? 'reaches' : 'maps';
    const { t } = facts.config.importers[step.importer]!;
    return `${importerText(facts, step.importer)} at T=${t} ${what} ${barText(facts, barOf(facts, step))}, which is private`;
  },
});

/** An importer that has a mapping of a BAR of the device that could be private; −1: none. */
function holderOf({ config, imports }: HostFacts, device: number): readonly [importer: number, bar: number] | null {
  for (const [bar, place] of imports.bars.entries()) {
    if (place.device !== device || !place.tio) continue;
    const importer = config.importers.findIndex(
      (_, k) => imports.hasMapping(k, bar) || imports.leafTo(k, bar) !== null,
    );
    if (importer >= 0) return [importer, bar];
  }
  return null;
}

export const noMappingSurvivesLock = hostRule({
  id: 'RMP-H10',
  title: 'No mapping survives the lock of its BAR',
  statement:
    'When an interface is locked or unlocked, nobody has a mapping of its BARs: none is mapped as shared while locked.',
  source: 'dma-mmio.md 3.4 ("mappings made before must not survive"), 7.3, 9.1 DMA-033; seed 002',
  confidence: 'I',
  level: 'required',
  why: 'The BAR goes from one alias to the other: whoever keeps the old one reaches nothing, or what he must not.',
  example: 'An interface is locked while its BAR is exported, and the importers are not told.',
  on: [StepKind.setDevice],
  facts: 'before',
  check(facts, { device, locked }) {
    if (facts.config.importers.length === 0 || (facts.locked[device] === 1) === locked) return NOT_EXERCISED;
    if (!facts.imports.bars.some((bar) => bar.device === device && bar.tio)) return NOT_EXERCISED;
    return must(holderOf(facts, device) === null);
  },
  explain(facts, { device, locked }) {
    const [importer, bar] = holderOf(facts, device)!;
    return `device ${device} is ${locked ? 'locked' : 'unlocked'}, and ${importerText(facts, importer)} still maps ${barText(facts, bar)}`;
  },
});

export const requestsGoWhereTablesLead = hostRule({
  id: 'RMP-H11',
  title: 'Requests go where tables lead',
  statement: 'Where ACS does not send requests to the IOMMU, what a table maps at the address of a BAR is that BAR.',
  source: 'dma-mmio.md 7.3 (IPA == GPA == bus address), 3.2; seed 002',
  confidence: 'S',
  level: 'required',
  why: 'The switch sends the request to the peer whose address it carries, and the table is never asked.',
  example: 'The windows of other BARs are not reserved when an IOVA is chosen.',
  on: [StepKind.portDma],
  facts: 'before',
  check({ imports }, { importer, port, iova, routed, spa }) {
    const leaf = imports.config.importers[importer]!.acs ? null : imports.leafAt(importer, port, iova);
    if (leaf === null) return NOT_EXERCISED;
    return routed ? must(leaf.spa + (iova - leaf.iova) === spa) : HELD;
  },
  explain(facts, { importer, port, iova, spa }) {
    const leaf = facts.imports.leafAt(importer, port, iova)!;
    return `port ${port} of ${importerText(facts, importer)} reached ${page(spa)}, and its table says ${page(leaf.spa + (iova - leaf.iova))}`;
  },
});
