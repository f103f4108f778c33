import { LEAKED, MMIO } from '../../../model/vocabulary/host/holder';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { hostRule } from '../rule';
import { page } from './_text';

/** A page that waits for the firmware; BARs of a locked interface may, and what is leaked does for ever. −1: none. */
function forgotten(facts: HostFacts): number {
  const { ownership, holders } = facts;
  let left = ownership.immutablePages;
  for (let spa = 0; left > 0; spa++) {
    if (ownership.immutable[spa] === 0) continue;
    left--;
    const holder = holders.holder[spa]!;
    if (holder === MMIO ? !isLocked(facts, spa) : holder !== LEAKED) return spa;
  }
  return -1;
}

/** The page is of a BAR whose interface is locked. */
function isLocked({ imports, locked }: HostFacts, spa: SpaPage): boolean {
  const bar = imports.barAt(spa);
  return bar >= 0 && locked[imports.bars[bar]!.device] === 1;
}

export const nothingStaysPreGuest = hostRule({
  id: 'RMP-H02',
  title: 'Nothing stays Pre-Guest',
  statement:
    'At quiescence every page that was made Pre-Guest is Guest-Valid, Hypervisor, on the leak list, or of a BAR that is locked.',
  source: 'rmp.md 6 (launch update), 5.1 T10, T11, T22',
  confidence: 'S',
  level: 'required',
  why: 'RMPUPDATE refuses an immutable page for ever: it can neither be used nor given back.',
  example: 'The firmware refuses a page of the launch, and the error path forgets PAGE_RECLAIM.',
  on: [StepKind.quiescent, StepKind.launchUpdate],
  facts: 'after',
  check(facts, step) {
    // While the launch goes on, what it does counts as exercised; judged is what it leaves.
    if (step.kind === StepKind.launchUpdate) return step.done > 0 ? must(true) : NOT_EXERCISED;
    return forgotten(facts) < 0 ? NOT_EXERCISED : must(false);
  },
  explain: (facts) => `${page(forgotten(facts))} is still Pre-Guest, and nobody works on it`,
});
