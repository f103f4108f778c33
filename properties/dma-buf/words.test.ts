import type { DmaBufOp } from '../../model/vocabulary/dma-buf/op';
import {
  attach,
  configOf,
  direct,
  iommu,
  LATER,
  map,
  only,
  PAGE,
  reset,
  unmap,
  X,
} from '../../tests/golden/dma-buf/build';
import { createDmaBufModel } from '../../model/dma-buf';
import type { DmaBufConfig } from '../../model/vocabulary/dma-buf/config';
import { Errno } from '../../model/vocabulary/errno';
import { describeConfig, describeOp, describeOutcome } from './words';

/** What a trace says, an op and its outcome a line. */
function lines(config: DmaBufConfig, ops: readonly DmaBufOp[]): readonly string[] {
  const model = createDmaBufModel(config);
  return ops.map((op) => `${describeOp(op)} → ${describeOutcome(op, model.step(op))}`);
}

test('a reset that waits, in words', () => {
  expect(lines(configOf({}), [X(PAGE), attach('a', LATER), map('m'), reset(), unmap('m')])).toEqual([
    'export b (GET: device 0 BAR0, ranges 0x0+0x1000) → 0',
    'attach(attachment a, buf b, importer 1) → 0',
    'map(mapping m, attachment a, direction BIDIRECTIONAL) → 0',
    'reset(device 0, result 0) → blocked; zap of device 0; setPower on device 0; a told that b is revoked; device 0 waits for mappings of b',
    'unmap(mapping m) → 0; functionReset on device 0; a told that b is revoked; reset of device 0 returns 0',
  ]);
});

test('a map that unwinds, in words', () => {
  const config = configOf({ config: { importers: only('THRU_HOST_BRIDGE', direct()) } });
  const failing = map('m', 'a', { at: 'mapPhys', range: 1 });
  expect(lines(config, [X([...PAGE, ...PAGE]), attach('a'), failing])[2]).toBe(
    'map(mapping m, attachment a, direction BIDIRECTIONAL, fail mapPhys 1) → -ENOMEM (-12); m: reserve 0x2000 → refused; ' +
      'm: map 0x40_0000_0000+0x1000 BIDIRECTIONAL MMIO → 0x40_0000_0000; m: map 0x40_0000_0000+0x1000 BIDIRECTIONAL MMIO → refused; ' +
      'm: unmap 0x40_0000_0000+0x1000 BIDIRECTIONAL MMIO',
  );
});

test('an export with something wrong says what', () => {
  const op = X([], { probe: true, set: true, get: false, argsz: 7, flags: 1, fail: { at: 'fd', errno: Errno.EMFILE } });
  expect(describeOp({ ...op, unreadable: 'payload' })).toBe(
    'export b (SET|PROBE: device 0 BAR0, ranges none, argsz 7, flags 1, payload unreadable, fd -EMFILE (-24) fails)',
  );
});

test('the memory bit is said either way', () => {
  expect(describeOp({ op: 'command', device: 1, memory: false, fail: { at: 'write', errno: Errno.EIO } })).toBe(
    'command(device 1, memory off, write -EIO (-5) fails)',
  );
  expect(describeOp({ op: 'command', device: 0, memory: true, fail: null })).toBe('command(device 0, memory on)');
});

test('a configuration in one line', () => {
  const config = configOf({ config: { importers: only('BUS_ADDR', iommu([0n, 0x1000n])) } });
  expect(describeConfig(config)).toBe(
    '4K pages; device 0: BAR0 memory 0x40_0000_0000+0x1000_0000, BAR2 io 0x1000+0x1000; ' +
      'importer 0: revocable, unmaps in its callback, BUS_ADDR, IOVAs 0x0+0x1000',
  );
});
