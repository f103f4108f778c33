import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import { simplerConfigs as simplerRmpConfigs, simplerOps as simplerRmpOps } from '../rmp/simpler';

const REGION = 512;

/** Ops simpler than `op`, simplest first. Ranges keep their length: a part of a compound page is another matter. */
export function* simplerOps(op: WrapperOp): Iterable<WrapperOp> {
  switch (op.op) {
    case 'makePrivate':
      if (op.immutable) yield { ...op, immutable: false };
      if (op.gpa !== 0) yield { ...op, gpa: 0 };
      if (op.asid > 5) yield { ...op, asid: 5 };
      if (op.splitFails) yield { ...op, splitFails: false };
      yield* lower(op);
      return;
    case 'makeShared':
      if (op.splitFails) yield { ...op, splitFails: false };
      yield* lower(op);
      return;
    case 'lookup':
    case 'psmash':
      yield* lower(op);
      return;
    case 'leak':
      if (op.dump) yield { ...op, dump: false };
      return;
    case 'elsewhere':
      for (const rmp of simplerRmpOps(op.rmp)) yield { ...op, rmp };
      return;
    default:
      return;
  }
}

/** The same place in the first regions, and the start of its own. */
function* lower<T extends { readonly page: number }>(op: T): Iterable<T> {
  const offset = op.page % REGION;
  for (const page of [offset, REGION + offset, op.page - offset, op.page - offset + 1])
    if (page < op.page) yield { ...op, page };
}

/** Configurations simpler than `config`, simplest first. */
export function* simplerConfigs(config: WrapperConfig): Iterable<WrapperConfig> {
  if (config.directMap !== '2M') yield { ...config, directMap: '2M' };
  if (!config.rmpread) yield { ...config, rmpread: true };
  if (config.failAllocation !== null) yield { ...config, failAllocation: null };
  // Another coverage would leave RAM uncovered, and the kernel without SNP.
  for (const rmp of simplerRmpConfigs(config.rmp)) if (rmp.coverage === config.rmp.coverage) yield { ...config, rmp };
}
