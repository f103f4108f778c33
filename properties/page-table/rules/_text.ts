import type { Leaf } from '../../../model/vocabulary';
import { errnoText } from '../../../model/vocabulary/errno';
import { hexAddress, toU64 } from '../../../model/vocabulary/units';
import type { Step } from '../step';
import { endOf } from './_range';

/** For explanations: the range of the op. */
export const rangeText = (step: Step): string => `[${hexAddress(step.first)}, ${hexAddress(step.last, 0xfff)}]`;

/** For explanations: leaves by place and size. */
export const leavesText = (leaves: readonly Leaf[]): string =>
  leaves.length === 0
    ? 'none'
    : leaves
        .slice(0, 8)
        .map((l) => `${hexAddress(l.page)}→${hexAddress(l.oa)} 2^${l.lg}`)
        .join(', ') + (leaves.length > 8 ? `, … (${leaves.length} leaves)` : '');

/** For explanations: what came back and what changed. */
export function outcomeText({ outcome }: Step): string {
  const parts = [
    `returned ${errnoText(outcome.ret)}, value 0x${toU64(outcome.value, outcome.valueOffset).toString(16)}`,
  ];
  if (outcome.status !== 0) parts.push(`status 0x${outcome.status.toString(16)}`);
  if (outcome.added.length > 0) parts.push(`added ${leavesText(outcome.added)}`);
  if (outcome.removed.length > 0) parts.push(`removed ${leavesText(outcome.removed)}`);
  if (outcome.tablesAdded.length > 0) parts.push(`${outcome.tablesAdded.length} tables added`);
  if (outcome.tablesRemoved.length > 0) parts.push(`${outcome.tablesRemoved.length} tables removed`);
  parts.push(`top level ${outcome.topLevel}, ${outcome.liveTables} live tables`);
  return parts.join('; ');
}

/** For explanations: the span of a leaf. */
export const spanText = (leaf: Leaf): string => `[${hexAddress(leaf.page)}, ${hexAddress(endOf(leaf) - 1, 0xfff)}]`;

/** An explanation of the form: what was expected; what was observed. */
export const told = (expected: string, step: Step): string => `expected ${expected}; observed: ${outcomeText(step)}`;
