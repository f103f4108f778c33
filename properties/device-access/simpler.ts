/** What the shrinker tries of configurations and ops: plainer values first. */
import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, Sdte } from '../../model/vocabulary/device-access/op';
import type { RmpOp } from '../../model/vocabulary/rmp/op';
import { pagesOf } from '../../model/vocabulary/units';
import { rmpMachine } from '../rmp';

/** Copies of `value` with one field at a time at its plainest. */
function* plainer<T extends object>(value: T, plainest: Partial<T>): Generator<T> {
  for (const name of Object.keys(plainest) as (keyof T)[])
    if (value[name] !== plainest[name]) yield { ...value, [name]: plainest[name] };
}

function* plainerSdte(sdte: Sdte): Generator<Sdte> {
  yield* plainer<Sdte>(sdte, { s1Root: null, s1Levels: 4, vmpl: 0, vtom: null, valid: true });
}

/** V, TV, IR and IW, beside Mode and root: all that a plain host-only entry has. */
const PLAIN_DTE = 0x600f_ffff_ffff_fe03n;

/** Smaller leaves that still hold the first page. */
function* smallerLeaves(op: Extract<DeviceAccessOp, { op: 'ioMap' }>): Generator<DeviceAccessOp> {
  for (const lg of [12, 13, 21, 22, 30]) if (lg < op.lg) yield { ...op, lg };
  yield* plainer(op, { read: true, write: true, cBit: false });
}

/** Ops simpler than `op`, simplest first. */
export function* simplerOps(op: DeviceAccessOp): Generator<DeviceAccessOp> {
  switch (op.op) {
    case 'dma':
      yield* plainer<typeof op>(op, { offset: 0, pasid: null, write: true, t: 0 });
      yield* plainer<typeof op>(op, { iova: Math.floor(op.iova / pagesOf(21)) * pagesOf(21) });
      return;
    case 'setDte': {
      const [q0, q1, q2, q3] = op.qwords;
      if (q1 !== 0n || q2 !== 0n || q3 !== 0n || (q0 & ~PLAIN_DTE) !== 0n)
        yield { ...op, qwords: [q0 & PLAIN_DTE, 0n, 0n, 0n] };
      return;
    }
    case 'setSdte':
      if (op.sdte !== null) for (const sdte of plainerSdte(op.sdte)) yield { ...op, sdte };
      return;
    case 'ioMap':
      yield* smallerLeaves(op);
      return;
    case 'invalidate':
      yield* plainer<typeof op>(op, { device: null, iova: 0, pages: 0 });
      return;
    case 'mmio':
      yield* plainer<typeof op>(op, { write: false });
      return;
    case 'ioUnmap':
    case 'gcr3':
    case 'poke':
    case 'evict':
    case 'clearFence':
    case 'iommuRead':
    case 'iommuWrite':
    case 'psmashIo':
      return;
    default:
      yield* rmpMachine.simplerOps(op satisfies RmpOp) as Iterable<DeviceAccessOp>;
  }
}

/** Configurations simpler than `config`, simplest first. Tables keep their numbers: ops name them. */
export function* simplerConfigs(config: DeviceAccessConfig): Generator<DeviceAccessConfig> {
  const { rmp, tables, devices } = config;
  for (const simpler of rmpMachine.simplerConfigs(rmp)) yield { ...config, rmp: simpler };
  if (tables.length > 1) yield { ...config, tables: tables.slice(0, -1) };
  if (devices > 1) yield { ...config, devices: devices - 1 };
}
