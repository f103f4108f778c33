import { configG, page, R1, R2, R3, R5 } from '../../../tests/golden/rmp/build';
import { createInBoxRmp, deviceWriter, guestWriter, HOST, writerName, type InBoxRmp } from '.';

const start = (): InBoxRmp => createInBoxRmp(configG());

/** Pages 1 … 511 of the region that are assigned, counted one by one. */
const countedSub = (rmp: InBoxRmp, base: number): number =>
  Array.from({ length: 511 }, (_, i) => rmp.isAssigned(base + 1 + i)).filter(Boolean).length;

test('the sub count follows every 4K update, the base page left out', () => {
  const rmp = start();
  const base = page(R3);
  for (let i = 0; i < 2000; i++) {
    const target = base + ((i * 37) % 64 === 0 ? 0 : (i * 37) % 512);
    const assign = !rmp.isAssigned(target) || i % 5 === 0;
    expect(rmp.rmpupdate(target, assign, 0, false, assign ? 0x1000 + i : 0, assign ? 5 : 0)).toBe(0);
    if (i % 97 === 0) expect(rmp.view.subCount(base)).toBe(countedSub(rmp, base));
  }
  expect(rmp.hv2(base)).toBe(false);
});

test('hv2 says what 512 look-ups of hv say', () => {
  const rmp = start();
  for (const base of [R1, R2, R3, R5, 0xe000_0000, 0x1_0000_0000].map(page)) {
    const all = Array.from({ length: 512 }, (_, i) => rmp.hv(base + i)).every(Boolean);
    expect([base, rmp.hv2(base)]).toEqual([base, all]);
    expect([base, rmp.allHypervisors(base, 512)]).toEqual([base, all]);
  }
});

test('a whole range is looked at without making its regions', () => {
  const rmp = start();
  expect(rmp.allHypervisors(page(0x8000_0000), 2 ** 18)).toBe(true);
  rmp.rmpupdate(page(0x8040_0000), true, 0, false, 1, 5);
  expect(rmp.allHypervisors(page(0x8000_0000), 2 ** 18)).toBe(false);
  expect([...rmp.regions.made()].length).toBeLessThan(40);
});

test('direct methods leave the registers that step reads', () => {
  const rmp = start();
  expect(rmp.hostWrite(page(R2) + 256, 21, true)).toBe(false);
  expect([rmp.fault, rmp.errorCode]).toEqual(['#PF', 0x8000_0007]);
  expect(rmp.guestAccess(5, 0, page(0x8000_0000), page(R1), 12, 'read', true)).toBe(false);
  expect([rmp.fault, rmp.errorCode]).toEqual(['NPF', 0x4_8000_0005]);
  expect(rmp.pvalidate(5, 0, page(0x8000_0000), page(R1), 21, 1, true)).toBe(0);
  expect([rmp.fault, rmp.carry]).toEqual([null, true]);
});

test('only a write that passed leaves its writer; an owner gone begins an epoch', () => {
  const rmp = start();
  const shared = page(R3);
  rmp.hostWrite(shared, 12, false);
  rmp.hostWrite(page(R1), 12, false);
  expect([rmp.writerOf(shared), rmp.writerOf(page(R1))]).toEqual([HOST, 0]);
  rmp.rmpupdate(shared, true, 1, false, 0x8_0400, 5);
  expect([rmp.epochOf(shared), rmp.epochOf(shared + 511), rmp.writtenIn(shared)]).toEqual([1, 1, 0]);
  rmp.psmash(shared);
  expect([rmp.epochOf(shared), rmp.writerOf(shared)]).toEqual([1, HOST]);
  rmp.noteWrite(shared, deviceWriter(2, 1));
  expect(rmp.view.ghost(shared)).toEqual({ epoch: 1, writer: 'device 2 T=1', writtenIn: 1 });
  expect([guestWriter(5), 2, 0].map(writerName)).toEqual(['guest 5', 'firmware', '']);
});

test('SNP_INIT writes the whole table: logs, MMIO, and new epochs where owners went', () => {
  const config = configG({}, { iommuSnpEnabled: false, iommuPages: [page(R2)] });
  const rmp = createInBoxRmp(config);
  expect(rmp.step({ op: 'snpInit' }).code).toBe(0);
  expect([page(R1), page(R2), page(0xe000_0000), 0x101].map((at) => rmp.state(at))).toEqual([
    'Hypervisor',
    'Firmware-IOMMU',
    'HV-Fixed',
    'Firmware',
  ]);
  expect([page(R1), page(R2), page(R3), 0x101].map((at) => rmp.epochOf(at))).toEqual([1, 1, 0, 0]);
  expect(rmp.step({ op: 'snpInit' }).code).toBe(1);
});

test('an exhibit replaces one part', () => {
  const blind = createInBoxRmp(configG(), { regionIsHypervisors: (r, base) => r.parts.pageIsHypervisors(r, base) });
  expect(blind.hv2(page(R3))).toBe(true);
  blind.rmpupdate(page(R3) + 1, true, 0, false, 1, 5);
  expect([blind.hv2(page(R3)), blind.hostWrite(page(R3), 21, false)]).toEqual([true, true]);
});
