import { createType1Model } from '../../model/vfio-type1';
import { Errno } from '../../model/vocabulary/errno';
import type { Type1Config } from '../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import { attach, configOf, IO, IOVA, map, RAM, unmap } from '../../tests/golden/vfio-type1/build';
import { describeConfig, describeOp, describeOutcome } from './words';

/** What a trace says, an op and its outcome a line. */
function lines(config: Type1Config, ops: readonly Type1Op[]): readonly string[] {
  const model = createType1Model(config);
  return ops.map((op) => `${describeOp(op)} → ${describeOutcome(op, model.step(op))}`);
}

test('a map that a call fails, in words', () => {
  const config = configOf({ layout: [RAM(0x1000, 2), IO(0xfe000, 1)] });
  const failing = map(3, { fail: { at: 'map', nth: 1, errno: Errno.ENOMEM }, write: false });
  expect(lines(config, [attach(), failing, unmap(3)])).toEqual([
    'attach(domain 0) → 0',
    'map(iova 0x10_0000+0x3000, vaddr 0x7f00_0020_0000, READ, map 1 fails with -ENOMEM (-12)) → -ENOMEM (-12); ' +
      'pin 0x100_0000+0x2000; iommu_map in domain 0: 0x10_0000 → 0x100_0000+0x2000 READ|CACHE; ' +
      'iommu_map in domain 0: 0x10_2000 → 0xfe00_0000+0x1000 READ|MMIO → -ENOMEM (-12); ' +
      'iommu_unmap_fast in domain 0: 0x10_0000+0x2000; flush of domain 0; unpin 0x100_0000+0x2000',
    'unmap(iova 0x10_0000+0x3000) → 0, 0x0 bytes',
  ]);
});

test('ops of the mediated device and of the process, in words', () => {
  const config = configOf({ layout: [RAM(0x1000, 1)], config: { mediated: true } });
  const ops: readonly Type1Op[] = [
    map(1),
    { op: 'pinPage', iova: IOVA, write: true },
    { op: 'munmap', start: 0x7f00_0020_0000n },
    { op: 'mmap', area: { ...config.areas[0]!, kind: 'ioPfnmap', populated: false } },
    { op: 'barMemory', start: 0x7f00_0020_0000n, enabled: false },
    unmap(0, { all: true, iova: 0n, fail: { at: 'piece', nth: 0 } }),
    { op: 'unpinPage', iova: IOVA },
  ];
  expect(lines(config, ops)).toEqual([
    'map(iova 0x10_0000+0x1000, vaddr 0x7f00_0020_0000, READ|WRITE) → 0',
    'pinPage(iova 0x10_0000, to write) → 0; pin 0x100_0000+0x1000',
    'munmap(0x7f00_0020_0000) → 0',
    'mmap(ioPfnmap at 0x7f00_0020_0000 not yet there → 0x100_0000+0x1000) → 0',
    'barMemory(0x7f00_0020_0000, off) → 0',
    'unmap(iova 0x0+0x0, ALL, piece 0 fails) → 0, 0x1000 bytes; the mediated device is told of 0x10_0000+0x1000; ' +
      'unpin 0x100_0000+0x1000 dirty',
    'unpinPage(iova 0x10_0000) → absent',
  ]);
});

test('a configuration in one line', () => {
  expect(
    describeConfig(
      configOf({
        layout: [IO(0xfe000, 2)],
        config: { cBit: 47, domains: [], locked: 1, lockLimit: 8, entryLimit: 3, capIpcLock: true },
      }),
    ),
  ).toBe(
    'C-bit 47; 3 entries; 8 pages to lock; CAP_IPC_LOCK; 1 pages locked; ' +
      'memory 0x10_0000+0x3ff0_0000 ram, 0x5000_0000+0x10_0000 reserved, 0xfdff_f000+0x1000 ram; ' +
      'ioPfnmap at 0x7f00_0020_0000 → 0xfe00_0000+0x2000',
  );
});
