import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { HELD, NOT_EXERCISED, BROKEN } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { regionOf } from '../facts/ownership';
import { Window, windowOf } from '../facts/windows';
import { hostRule } from '../rule';
import { gpa } from './_text';

/** A private 2M nested leaf, in use or not. */
const hasLarge = (facts: HostFacts, guest: number, r: number): boolean => {
  const { largeSpa, largePrivate } = facts.nested[guest]!;
  return largeSpa[r]! >= 0 && largePrivate[r] === 1;
};

/** Guest and region for which `is` holds. */
function find(facts: HostFacts, is: (guest: number, r: number) => boolean): readonly [number, number] | null {
  for (let guest = 0; guest < facts.nested.length; guest++) {
    const regions = facts.nested[guest]!.largeSpa.length;
    for (let r = 0; r < regions; r++) if (is(guest, r)) return [guest, r];
  }
  return null;
}

export const nestedLeafNotLarger = hostRule({
  id: 'RMP-094',
  title: 'No nested leaf is larger than the RMP entry',
  statement: 'At quiescence every private nested leaf of 2M lies on an RMP entry of 2M.',
  source: 'rmp.md 6 (max_mapping_level), 7.5',
  confidence: 'S',
  level: 'required',
  why: 'The guest faults on the page for ever: no handler repairs an RMP entry that is too small.',
  example: 'A mapping level taken from memory attributes alone.',
  on: [StepKind.quiescent],
  facts: 'after',
  check(facts) {
    if (find(facts, (guest, r) => hasLarge(facts, guest, r)) === null) return NOT_EXERCISED;
    return find(facts, (guest, r) => larger(facts, guest, r)) === null ? HELD : BROKEN;
  },
  explain(facts) {
    const [guest, r] = find(facts, (g, at) => larger(facts, g, at))!;
    return `guest ${guest} has a nested 2M leaf at ${gpa(r * 512)}, whose RMP entries are 4K`;
  },
});

const larger = (facts: HostFacts, guest: number, r: number): boolean =>
  hasLarge(facts, guest, r) && facts.ownership.large[regionOf(facts.nested[guest]!.largeSpa[r]!)] === 0;

export const nestedLeafAgreesWithIo = hostRule({
  id: 'RMP-095',
  title: 'Nested and trusted IO leaves of a GPA are of one size class',
  statement:
    'At quiescence, where an access went through a private nested leaf, the T=1 leaf of that GPA is of its class.',
  source: 'rmp.md 7.5 (093 and 094 together)',
  confidence: 'I',
  level: 'required',
  why: 'One of the two disagrees with the RMP, and whoever uses it faults.',
  example: 'KVM and the IO mapper choose sizes each for itself.',
  on: [StepKind.quiescent],
  facts: 'after',
  check(facts) {
    if (find(facts, (guest, r) => bothMap(facts, guest, r)) === null) return NOT_EXERCISED;
    return find(facts, (guest, r) => differ(facts, guest, r)) === null ? HELD : BROKEN;
  },
  explain(facts) {
    const [guest, r] = find(facts, (g, at) => differ(facts, g, at))!;
    return `guest ${guest}: nested leaves and T=1 leaves in the region at ${gpa(r * 512)} are of different classes`;
  },
});

const ioSmall = (facts: HostFacts, guest: number, r: number): boolean =>
  facts.io.leaves[windowOf(guest, Window.trusted)]!.smallIn[r]! > 0;
const ioLarge = (facts: HostFacts, guest: number, r: number): boolean =>
  facts.io.leaves[windowOf(guest, Window.trusted)]!.lgAt(r * 512) >= 21;

function bothMap(facts: HostFacts, guest: number, r: number): boolean {
  if (!facts.isLive(windowOf(guest, Window.trusted)) || !(ioSmall(facts, guest, r) || ioLarge(facts, guest, r)))
    return false;
  const { largeUsed, smallUsedIn } = facts.nested[guest]!;
  return (hasLarge(facts, guest, r) && largeUsed[r] === 1) || smallUsedIn[r]! > 0;
}

function differ(facts: HostFacts, guest: number, r: number): boolean {
  if (!bothMap(facts, guest, r)) return false;
  const large = hasLarge(facts, guest, r);
  return large ? ioSmall(facts, guest, r) : ioLarge(facts, guest, r);
}
