/**
 * Every cell of the decision tables for CPU accesses: states × sizes × initiators × kinds × nested leaves × C-bit × ASID ×
 * GPA × VMPL masks. rmp.md 3.5, 3.6. What is independent of these, the mode and the guest's own leaf, varies with some.
 */
import { assumeRmp, type RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { Machine } from '../../../model/vocabulary/plain';
import type { RmpConfig, RmpPreset } from '../../../model/vocabulary/rmp/config';
import { RMP_STATES, RmpSize, type RmpState, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { AccessOp, GuestTranslation, RmpAdjustOp, RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';

export type Start = (config: RmpConfig) => Machine<RmpOp, RmpOutcome, RmpView>;

const REGION: SpaPage = 0x40000;
/** Neither the base page nor the last: its own entry below 2M is a stub. */
const PAGE = REGION + 5;
const UNCOVERED = 0x10_0005;
export const OWNER = 5;
const OTHER = 7;
const GPA = 0x80005;
const OTHER_GPA = GPA + 512;

/** One page in one state, as its neighbourhood has it. */
export interface World {
  readonly state: Exclude<RmpState, 'Invalid'>;
  readonly size: RmpSize;
  /** Another page of the 2M region is assigned. */
  readonly crowded: boolean;
  /** Mask of VMPL1; null: as assigned, none. */
  readonly mask: number | null;
}

export interface Cell extends World {
  readonly access: AccessOp;
}

/** States of no owner have no 2M entries; Default is outside of the table; Invalid has no way in (see the test). */
function sizesOf(state: World['state']): readonly RmpSize[] {
  return state === 'Default' || state === 'Hypervisor' || state === 'HV-Fixed' ? [0] : [0, 1];
}

const ALL_MASKS = [null, ...Array.from({ length: 32 }, (_, mask) => mask)];
export const SOME_MASKS: readonly (number | null)[] = [null, 2, 0x1f];

/** All worlds; only Guest-Valid pages have masks that differ. */
export function worlds(masks: readonly (number | null)[] = ALL_MASKS): readonly World[] {
  const states = RMP_STATES.filter((state) => state !== 'Invalid');
  return states.flatMap((state) =>
    sizesOf(state).flatMap((size) =>
      (size === 0 && state !== 'Default' ? [false, true] : [false]).flatMap((crowded) =>
        // Whoever has a neighbour has the same mask: some masks are enough there.
        (state === 'Guest-Valid' ? (crowded ? SOME_MASKS : masks) : [null]).map((mask) => ({
          state,
          size,
          crowded,
          mask,
        })),
      ),
    ),
  );
}

function presetOf({ state, size }: World): readonly RmpPreset[] {
  if (state === 'Default' || state === 'Hypervisor') return [];
  const isGuests = state.startsWith('Guest') || state.startsWith('Pre');
  const large = size === RmpSize.size2M;
  const gpa = isGuests ? GPA - (large ? 5 : 0) : state === 'Metadata' || state === 'Firmware-IOMMU' ? 1 : 0;
  const asid = isGuests ? OWNER : 0;
  return [{ spa: large ? REGION : PAGE, pages: large ? 512 : 1, state, size, asid, gpa }];
}

const NEIGHBOUR: RmpPreset = { spa: REGION + 9, pages: 1, state: 'Guest-Valid', size: 0, asid: OTHER, gpa: 0x90000 };

const configOf = (world: World, assumptions: RmpAssumptions): RmpConfig => ({
  coverage: { kind: 'flat', base: 0x10_0000, end: 0x110_3fff },
  cpuSnpEnabled: true,
  iommuSnpEnabled: true,
  vmpls: 4,
  maxAsid: 509,
  cBit: 51,
  x86Shutdown: false,
  mmio: [],
  iommuPages: [],
  preset: [...presetOf(world), ...(world.crowded ? [NEIGHBOUR] : [])],
  assumptions,
});

export const pageOfWorld = ({ state }: World): SpaPage => (state === 'Default' ? UNCOVERED : PAGE);

const translation = (spa: SpaPage, gpa: number, nestedLg: number, guestLg: number): GuestTranslation => ({
  gpa,
  spa,
  guestLg,
  guestPresent: true,
  nestedLg,
  nestedPresent: true,
  nestedWritable: true,
});

/** RMPADJUST by VMPL0 that gives VMPL1 the mask. */
const adjust = ({ size, mask }: World): RmpAdjustOp => ({
  op: 'rmpadjust',
  asid: OWNER,
  vmpl: 0,
  cpl: 0,
  size,
  badInput: false,
  target: 1,
  mask: mask!,
  vmsa: false,
  ...(size === RmpSize.size2M ? translation(REGION, GPA - 5, 21, 21) : translation(PAGE, GPA, 12, 12)),
});

/** A machine in which the page is as the world has it. */
export function build(
  start: Start,
  world: World,
  choices: Partial<RmpAssumptions>,
): Machine<RmpOp, RmpOutcome, RmpView> {
  const machine = start(configOf(world, assumeRmp(choices)));
  if (world.mask !== null) machine.step(adjust(world));
  return machine;
}

const BOOLEANS = [false, true];
const LEAVES = [12, 21, 30];
const KINDS = ['read', 'write', 'fetch', 'tableRead', 'adUpdate'] as const;

const PLAIN = { op: 'access', vmpl: 0, vtom: null } as const;

/** Accesses of the host and of a plain guest: kind, mode, leaf, and the guest's C-bit. */
function* plainAccesses(spa: SpaPage): Iterable<AccessOp> {
  for (const by of ['host', 'guest'] as const) {
    for (const kind of by === 'guest' ? [...KINDS, 'nestedTableRead' as const] : KINDS) {
      for (const user of BOOLEANS) {
        for (const nestedLg of LEAVES) {
          for (const cBit of by === 'guest' ? BOOLEANS : [false]) {
            const asid = by === 'guest' ? OTHER : 0;
            yield { ...PLAIN, by, kind, user, asid, cBit, ...translation(spa, GPA, nestedLg, 12) };
          }
        }
      }
    }
  }
}

/** Who a guest says it is, and through which leaf of its own: the leaf never matters, so that it varies for the owner. */
const CLAIMS = [
  ...LEAVES.map((guestLg) => ({ asid: OWNER, gpa: GPA, guestLg })),
  { asid: OWNER, gpa: OTHER_GPA, guestLg: 12 },
  { asid: OTHER, gpa: GPA, guestLg: 21 },
  { asid: OTHER, gpa: OTHER_GPA, guestLg: 30 },
];

/** Modes of an access: they choose a mask bit of fetches; elsewhere they are a bit of the error code, as writes show. */
const modesOf = (kind: AccessOp['kind']): readonly boolean[] =>
  kind === 'fetch' || kind === 'write' ? BOOLEANS : [kind === 'read'];

/** Accesses of an SNP guest: kind, mode, nested leaf, C-bit, claim and VMPL. */
function* snpAccesses(spa: SpaPage): Iterable<AccessOp> {
  for (const kind of KINDS) {
    for (const user of modesOf(kind)) {
      for (const nestedLg of LEAVES) {
        for (const cBit of BOOLEANS) {
          for (const { asid, gpa, guestLg } of CLAIMS) {
            const through = translation(spa, gpa, nestedLg, guestLg);
            const common = { ...PLAIN, by: 'snp-guest', kind, user, asid, cBit, ...through } as const;
            yield common;
            yield { ...common, vmpl: 1 };
          }
        }
      }
    }
  }
}

/** Every access to the page of a world. */
export function* accessesTo(world: World): Iterable<AccessOp> {
  yield* plainAccesses(pageOfWorld(world));
  yield* snpAccesses(pageOfWorld(world));
}

/** True if the guest's access names owner and GPA of the page rightly. */
export const isOwnersAccess = ({ asid, gpa }: AccessOp): boolean => asid === OWNER && gpa === GPA;
