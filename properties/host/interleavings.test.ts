import type { Backing } from '../../model/vocabulary/host/config';
import type { HostOp } from '../../model/vocabulary/host/op';
import { DEFAULT_RMP_ASSUMPTIONS } from '../../model/vocabulary/rmp/assumption';
import type { RuleId } from '../../model/vocabulary/rule';
import { policySubject } from '../../reference/policies/subjects';
import { cross, type Crossing } from '.';

const TIMEOUT_MS = 300_000;
/**
 * `INTERLEAVINGS=all`: the request comes between any two steps (a minute for each policy). Otherwise at one place of each
 * interleaving, chosen to lie between unmap and flush.
 */
const ALL = process.env['INTERLEAVINGS'] === 'all';
/** Pages of the mixed region: one to become private, one to become shared. */
const SHARED = 5;
const PRIVATE = 1;

const write = (page: number): HostOp => ({ op: 'access', by: 'device', device: 0, t: 0, page, write: true });

/** toPrivate × toShared on one 2M region, with a device that has used the page before. */
const crossing = (backing: Backing, place: number): Crossing => ({
  config: {
    ram: 4,
    guests: [{ asid: 5, vtom: null, backing, regions: ['private 4K'], launched: true }],
    mmio: [],
    devices: [{ guest: 0, ats: false }],
    importers: [],
    contention: 0,
    assumptions: DEFAULT_RMP_ASSUMPTIONS,
  },
  // Two shared pages among private ones: the region stays mixed whatever comes first, so no step depends on the order.
  setup: [
    { op: 'start', actor: 'vcpu0.1', call: { call: 'toShared', gfn: SHARED, n: 2 }, hold: null },
    { op: 'start', actor: 'vcpu0.1', call: { call: 'touch', gfn: PRIVATE }, hold: null },
    { op: 'start', actor: 'vmm0', call: { call: 'attach', device: 0, t: 0 }, hold: null },
    write(SHARED),
  ],
  sides: [
    { actor: 'vcpu0.0', call: { call: 'toPrivate', gfn: SHARED, n: 1 } },
    { actor: 'vcpu0.1', call: { call: 'toShared', gfn: PRIVATE, n: 1 } },
  ],
  probes: [write(SHARED)],
  ...(ALL ? {} : { places: [place] }),
});

const POLICIES: readonly (readonly [string, Backing, number, RuleId | null])[] = [
  ['correct', 'in-place', 14, null],
  ['no-unmap', 'in-place', 14, 'RMP-092'],
  ...(ALL ? ([['late-flush', 'separate', 20, 'RMP-097']] as const) : []),
];

test.each(POLICIES)(
  '%s, %s: every interleaving of two conversions, a request in each',
  (name, backing, place, rule) => {
    const result = cross(policySubject(`policy:${name}`)!, crossing(backing, place));
    process.stdout.write(
      `${name}, ${backing}: ${result.steps.join(' × ')} steps, ${result.computedRuns} runs computed, ${result.runs} made\n`,
    );
    expect(result.interleavings).toBe(result.computedInterleavings);
    expect(result.runs).toBe(result.computedRuns);
    expect(result.runs).toBeGreaterThan(1000);
    const broken = [...result.broken.keys()];
    if (rule === null) expect(broken).toEqual([]);
    else expect(broken).toContain(rule);
  },
  TIMEOUT_MS,
);
