import { RMP_ASSUMPTION_POSITIONS, type RmpAssumptionName } from '../vocabulary/rmp/assumption';
import type { Confidence } from '../vocabulary/rule';
import type { Assumption } from './assumption';

/**
 * A question of rmp.md 0.4 that the machines answer by a switch. `evidence` has one text for each position, in the
 * order of RMP_ASSUMPTION_POSITIONS.
 */
export function rmpAssumption(
  name: RmpAssumptionName,
  confidence: Confidence,
  question: string,
  evidence: readonly string[],
  aliases: readonly string[] = [],
): Assumption {
  const names = RMP_ASSUMPTION_POSITIONS[name].map(String);
  if (names.length !== evidence.length) throw new Error(`${name}: ${names.length} positions, ${evidence.length} texts`);
  const positions = names.map((position, i) => ({ name: position, evidence: evidence[i]! }));
  return { name, question, positions, default: names[0]!, confidence, aliases, notModelled: null };
}
