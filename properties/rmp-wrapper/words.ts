import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { MakePrivateOp, MakeSharedOp, WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperEvent, WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import { address, pageAddress } from '../plain/words';
import { describeConfig as describeRmp, describeOp as describeRmpOp } from '../rmp/describe';

const LEVELS = ['', '4K', '2M', '1G'];

/** An event with an effect in words; empty for one that only tells what was read or printed. */
export function effectText(event: WrapperEvent): string {
  switch (event.event) {
    case 'rmpupdate': {
      const state = Buffer.from(event.state).toString('hex');
      return `RMPUPDATE ${address(event.spa)} := ${state} → ${event.code}`;
    }
    case 'psmash':
      return `PSMASH ${address(event.spa)} → ${event.code}`;
    case 'split':
      return `split of ${event.pages} × 4K at ${address(event.spa)} → ${event.value}`;
    case 'warn':
      return `WARN at ${event.text}`;
    case 'locksHeld':
      return `${event.count} locks held at the end`;
    case 'store':
    case 'fill':
      return `a write to the RMP at ${address(event.at)}`;
    default:
      return '';
  }
}

/** Return value and results. */
export function valueText({ value, assigned, level }: WrapperOutcome): string {
  const found = assigned === null && level === null ? '' : `, assigned ${String(assigned)}, level ${String(level)}`;
  return `${value === null ? 'no value' : `value ${value}`}${found}`;
}

/** What came of an op, in words. */
export function describeOutcome(_op: WrapperOp, outcome: WrapperOutcome): string {
  if (outcome.end !== 'ok') return outcome.why === '' ? outcome.end : `${outcome.end}: ${outcome.why}`;
  const effects = outcome.events.map(effectText).filter((text) => text !== '');
  return [valueText(outcome), ...effects].join('; ');
}

const conversionText = ({ page, level, splitFails }: MakePrivateOp | MakeSharedOp): string =>
  `${pageAddress(page)}, ${LEVELS[level]!}${splitFails ? ', the split fails' : ''}`;

/** One op in one line, as a call. */
export function describeOp(op: WrapperOp): string {
  switch (op.op) {
    case 'makePrivate':
      return `makePrivate(${conversionText(op)}, GPA ${address(op.gpa)}, ASID ${op.asid}${op.immutable ? ', immutable' : ''})`;
    case 'makeShared':
      return `makeShared(${conversionText(op)})`;
    case 'leak':
      return `leak(${pageAddress(op.page)}, ${op.pages} pages${op.dump ? ', dump' : ''})`;
    case 'makeCompound':
      return `makeCompound(${pageAddress(op.page)}, order ${op.order})`;
    case 'dump':
      return `dump(${address(op.hva)}${op.leaf ? `, ${pageAddress(op.leaf.page)} by a ${LEVELS[op.leaf.level]!} leaf` : ''})`;
    case 'lookup':
    case 'psmash':
      return `${op.op}(${pageAddress(op.page)})`;
    case 'elsewhere':
      return `elsewhere: ${describeRmpOp(op.rmp)}`;
    case 'prepare':
    case 'shutdown':
      return `${op.op}()`;
  }
}

/** A configuration in one line. */
export function describeConfig(config: WrapperConfig): string {
  const ram = config.ram.map(({ spa, pages }) => `${pageAddress(spa)}+${pages}`).join(' ');
  return [
    config.rmpread ? 'RMPREAD' : 'raw entries',
    `RAM ${ram}`,
    `direct map ${config.directMap}`,
    ...(config.hostSnp ? [] : ['no SNP']),
    ...(config.failAllocation === null ? [] : [`allocation ${config.failAllocation} fails`]),
    describeRmp(config.rmp),
  ].join('; ');
}
