import type { Anomaly, Leaf, TableRef } from '../../../model/vocabulary';
import { hexAddress, hexRaw } from '../../../model/vocabulary/units';
import type { Step } from '../step';

/** Bit `n` of a raw 64-bit entry. */
export const rawBit = (lo: number, hi: number, n: number): number => (n < 32 ? (lo >>> n) & 1 : (hi >>> (n - 32)) & 1);

/** NL of a v1 entry: bits 11:9 (page-tables.md 1.1). */
export const nlOf = (lo: number): number => (lo >>> 9) & 7;

/** True if every item of the group holds the entry. What is left of a damaged group is decoded item by item. */
export const isWhole = (leaf: Leaf): boolean => leaf.found === leaf.items;

/** True if the state has an anomaly of `kind`. Healthy tables have none, so that this costs one comparison. */
export function hasAnomaly(step: Step, kind: Anomaly['kind']): boolean {
  const { anomalies } = step.state;
  for (let i = 0; i < anomalies.length; i++) if (anomalies[i]!.kind === kind) return true;
  return false;
}

/** For explanations: which entry an anomaly is. */
export function anomalyText(step: Step, kind: Anomaly['kind']): string | null {
  const anomaly = step.state.anomalies.find((a) => a.kind === kind);
  if (anomaly === undefined) return null;
  return `level-${anomaly.level} item at ${hexAddress(anomaly.page)} holds ${hexRaw(anomaly.lo, anomaly.hi)}`;
}

/** For explanations: a leaf in words. */
export const leafText = (leaf: Leaf): string =>
  `leaf at ${hexAddress(leaf.page)} (2^${leaf.lg} bytes, level ${leaf.level}, ` +
  `${leaf.found} of ${leaf.items} items) ${hexRaw(leaf.lo, leaf.hi)}`;

/** For explanations: a table pointer in words. */
export const pointerText = (table: TableRef): string =>
  `pointer to the level-${table.level} table at ${hexAddress(table.page)} ${hexRaw(table.lo, table.hi)}`;
