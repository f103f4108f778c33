import type { RmpConfig } from '../../model/vocabulary/rmp/config';
import { REGION_PAGES, type SpaPage } from '../../model/vocabulary/rmp/entry';
import type { AccessOp, RmpOp } from '../../model/vocabulary/rmp/op';
import { baseOf } from './rules/_address';

/** Flat table over [0, 4 GB), as in configuration G (rmp.md 8.0). */
const PLAIN_COVERAGE = { kind: 'flat', base: 0x10_0000, end: 0x110_3fff } as const;

/** Configurations simpler than `config`, simplest first. */
export function* simplerConfigs(config: RmpConfig): Iterable<RmpConfig> {
  const { preset } = config;
  if (preset.length > 1) yield { ...config, preset: [] };
  for (let i = preset.length - 1; i >= 0; i--) yield { ...config, preset: preset.toSpliced(i, 1) };
  for (let i = preset.length - 1; i >= 0; i--) {
    const range = preset[i]!;
    if (range.size === 0 && range.pages > 1) yield { ...config, preset: preset.with(i, { ...range, pages: 1 }) };
  }
  if (config.mmio.length > 0) yield { ...config, mmio: [] };
  if (config.iommuPages.length > 0) yield { ...config, iommuPages: [] };
  if (config.cBit !== null) yield { ...config, cBit: null };
  if (config.vmpls !== 4) yield { ...config, vmpls: 4 };
  if (config.maxAsid !== 509) yield { ...config, maxAsid: 509 };
  if (config.x86Shutdown) yield { ...config, x86Shutdown: false };
  const { coverage } = config;
  const isPlain = coverage.kind === 'flat' && coverage.end === PLAIN_COVERAGE.end;
  if (!isPlain) yield { ...config, coverage: PLAIN_COVERAGE };
}

/** The op at the base of its region, and at the page after it. */
function* moved<T extends { readonly spa: number }>(op: T, unit: number): Iterable<T> {
  const page = Math.floor(op.spa / unit);
  const base = baseOf(page);
  if (page !== base) yield { ...op, spa: base * unit };
  if (page > base + 1) yield { ...op, spa: (base + 1) * unit };
  if (op.spa % unit !== 0) yield { ...op, spa: page * unit };
}

const BYTE = 4096;
const PAGE = 1;

/** GPA and SPA moved together, so that Reverse-Map says what it said. */
function* movedTogether<T extends { readonly spa: SpaPage; readonly gpa: number }>(op: T): Iterable<T> {
  const offset = op.spa % REGION_PAGES;
  for (const by of [offset, offset - 1]) if (by > 0) yield { ...op, spa: op.spa - by, gpa: Math.max(op.gpa - by, 0) };
}

function* simplerAccess(op: AccessOp): Iterable<AccessOp> {
  if (op.by === 'guest') yield { ...op, by: 'host', asid: 0, cBit: false };
  if (op.vtom !== null) yield { ...op, vtom: null };
  if (op.kind === 'adUpdate') yield { ...op, kind: 'write' };
  if (op.user) yield { ...op, user: false };
  if (op.vmpl !== 0) yield { ...op, vmpl: 0 };
  if (!op.guestPresent) yield { ...op, guestPresent: true };
  if (!op.nestedPresent) yield { ...op, nestedPresent: true };
  if (!op.nestedWritable) yield { ...op, nestedWritable: true };
  if (op.nestedLg === 30) yield { ...op, nestedLg: 21 };
  if (op.nestedLg === 21) yield { ...op, nestedLg: 12 };
  if (op.guestLg !== 12) yield { ...op, guestLg: 12 };
  yield* movedTogether(op);
}

/** Ops simpler than `op`, simplest first: flags cleared, sizes small, addresses at the start of a region. */
export function* simplerOps(op: RmpOp): Iterable<RmpOp> {
  switch (op.op) {
    case 'rmpupdate':
      if (op.asid !== 0) yield { ...op, asid: 0 };
      if (op.to.reserved) yield { ...op, to: { ...op.to, reserved: false } };
      if (op.to.immutable) yield { ...op, to: { ...op.to, immutable: false } };
      if (op.to.gpa !== 0) yield { ...op, to: { ...op.to, gpa: 0 } };
      if (op.to.asid > 5) yield { ...op, to: { ...op.to, asid: 5 } };
      yield* moved(op, BYTE);
      return;
    case 'psmash':
    case 'rmpread':
    case 'rmpopt':
      if (op.asid !== 0) yield { ...op, asid: 0 };
      yield* moved(op, BYTE);
      return;
    case 'pvalidate':
    case 'rmpadjust':
    case 'rmpquery':
      if (op.badInput) yield { ...op, badInput: false };
      if (op.cpl !== 0) yield { ...op, cpl: 0 };
      if (op.vmpl !== 0) yield { ...op, vmpl: 0 };
      if (!op.guestPresent || !op.nestedPresent) yield { ...op, guestPresent: true, nestedPresent: true };
      if (!op.nestedWritable) yield { ...op, nestedWritable: true };
      if (op.guestLg !== 12) yield { ...op, guestLg: 12 };
      if (op.nestedLg === 30) yield { ...op, nestedLg: 21 };
      yield* movedTogether(op);
      return;
    case 'access':
      yield* simplerAccess(op);
      return;
    case 'vmrun':
      if (op.avic !== null) yield { ...op, avic: null };
      return;
    case 'pageSetState':
    case 'mmioValidate':
      if (op.pages > 1) yield { ...op, pages: 1 };
      return;
    case 'launchUpdate':
      if (op.type !== 'normal') yield { ...op, type: 'normal' };
      if (op.perms.some((mask) => mask !== 0)) yield { ...op, perms: [0, 0, 0] };
      return;
    case 'pageReclaim':
      if (op.reserved) yield { ...op, reserved: false };
      yield* moved(op, BYTE);
      return;
    case 'mdInit':
    case 'gctxCreate':
    case 'decommission':
    case 'writeBuffer':
      yield* moved(op, BYTE);
      return;
    case 'hsave':
    case 'vmsave':
    case 'busy':
      yield* moved(op, PAGE);
      return;
    case 'pageUnsmash':
    case 'snpInit':
    case 'snpShutdown':
    case 'vmexit':
      return;
  }
}
