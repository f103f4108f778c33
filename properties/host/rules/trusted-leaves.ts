import { DeviceMode } from '../../../model/vocabulary/host/own-step';
import { EventCode } from '../../../model/vocabulary/device-access/outcome';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { BROKEN, HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { pagesOf } from '../facts/leaves';
import { regionOf } from '../facts/ownership';
import { hostRule, type StepOf } from '../rule';
import { Window, windowOf } from '../facts/windows';
import { gpa, region, windowText } from './_text';

/** The leaves of a window on a region disagree with the RMP in size. */
function disagrees(facts: HostFacts, window: number, r: number): boolean {
  const { largeOn, smallOn } = facts.io.leaves[window]!;
  return facts.ownership.large[r] === 1 ? smallOn[r]! > 0 : largeOn[r]! > 0;
}

const hasLeaves = ({ io }: HostFacts, window: number, r: number): boolean =>
  io.leaves[window]!.largeOn[r]! > 0 || io.leaves[window]!.smallOn[r]! > 0;

/** Looks at each live trusted window and region that the step may have changed; stops where `look` says so. */
function overChanged(facts: HostFacts, step: LogStep, look: (window: number, r: number) => boolean): boolean {
  let first = 0;
  let last = facts.directSplit.length - 1;
  let only = -1;
  if (step.kind === StepKind.ioMap) {
    first = regionOf(step.spa);
    last = regionOf(step.spa + Math.max(step.done, 1) * pagesOf(step.lg) - 1);
    only = facts.io.windows.at(step.dom, step.iova);
  } else if ('spa' in step) first = last = regionOf(step.spa);
  for (let guest = 0; guest < facts.nested.length; guest++) {
    const window = windowOf(guest, Window.trusted);
    if (!facts.isLive(window) || (only >= 0 && only !== window)) continue;
    for (let r = first; r <= last; r++) if (hasLeaves(facts, window, r) && look(window, r)) return true;
  }
  return false;
}

export const trustedLeafFitsRmp = hostRule({
  id: 'RMP-093',
  title: 'T=1 leaves are as large as the RMP entries below',
  statement:
    'At all times that DMA is possible, a T=1 leaf below vTOM is of 2M or more exactly where the RMP entry is 2M.',
  source: 'rmp.md 4.3 TR5, TR7; 7.5',
  confidence: 'L',
  level: 'required',
  why: 'The request fails for the size alone, and the fault fences all IO of the guest.',
  example: 'KVM splits the RMP entry, the IO leaf stays 2M.',
  on: [StepKind.ioMap, StepKind.rmpupdate, StepKind.psmash, StepKind.psmashIo, StepKind.setDevice],
  facts: 'after',
  check(facts, step) {
    if (step.kind === StepKind.setDevice && step.mode !== DeviceMode.trusted) return NOT_EXERCISED;
    if (overChanged(facts, step, (window, r) => disagrees(facts, window, r))) return BROKEN;
    return overChanged(facts, step, () => true) ? HELD : NOT_EXERCISED;
  },
  explain(facts, step) {
    let text = '';
    overChanged(facts, step, (window, r) => {
      if (!disagrees(facts, window, r)) return false;
      const [leaf, entry] = facts.ownership.large[r] === 1 ? ['below 2M', '2M'] : ['2M or more', '4K'];
      text = `in ${windowText(window)} a leaf of ${leaf} maps ${region(r)}, whose RMP entries are ${entry}`;
      return true;
    });
    return text;
  },
});

export const smashWithLeaf = hostRule({
  id: 'RMP-096',
  title: 'PSMASH and the 2M IO leaf change together',
  statement: 'No trusted DMA can meet a 4K RMP entry through a 2M leaf, or a cached 2M line, that PSMASH left behind.',
  source: 'rmp.md 2.7 (TMPM), 7.5',
  confidence: 'L',
  level: 'required',
  why: 'Between the two steps every request of the device faults, and one fault fences the guest.',
  example: 'PSMASH alone, with the leaf replaced later or never.',
  on: [StepKind.psmash, StepKind.psmashIo, StepKind.dma],
  facts: 'after',
  check(facts, step) {
    if (step.kind === StepKind.dma) return metSmashed(facts, step);
    if (step.code !== 0) return NOT_EXERCISED;
    if (step.kind === StepKind.psmashIo)
      return facts.opened[step.dom]! > 0 ? must(!leftLarge(facts, step)) : NOT_EXERCISED;
    return leftLarge(facts, step) ? BROKEN : NOT_EXERCISED;
  },
  explain: (_facts, step) =>
    step.kind === StepKind.dma
      ? `a trusted request to ${gpa(step.iova)} was refused: its translation is 2M, the RMP entry 4K since a PSMASH`
      : `PSMASH left a live T=1 leaf of 2M over ${region(regionOf(step.spa))}`,
});

const leftLarge = (facts: HostFacts, step: StepOf<typeof StepKind.psmash | typeof StepKind.psmashIo>): boolean =>
  overChanged(facts, step, (window, r) => facts.io.leaves[window]!.largeOn[r]! > 0);

/** A trusted request: refused although page and owner are right, it met a size that is gone. */
function metSmashed(facts: HostFacts, { device, t, ok, event, iova }: StepOf<typeof StepKind.dma>) {
  if (t === 0) return NOT_EXERCISED;
  if (ok) return HELD;
  const { guest } = facts.config.devices[device]!;
  const spa = facts.io.aimOf(device, t, iova);
  if (event !== EventCode.rmpPageFault || spa < 0) return NOT_EXERCISED;
  const { asid, validated, large } = facts.ownership;
  const rightful = asid[spa] === facts.asidOf(guest) && validated[spa] === 1;
  return rightful && large[regionOf(spa)] === 0 ? BROKEN : NOT_EXERCISED;
}
