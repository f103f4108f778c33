import type { AccessOp } from '../../../model/vocabulary/rmp/op';
import type { RmpStep } from '../rule';
import { checkedAccess, isOpenPrivate, isPrivate, privateRefusal } from './_access';
import { effectiveOf } from './_entry';
import { entryText, outcomeText } from './_text';

/** A checked private access of an SNP guest whose verdict the sources settle; else null. */
export function privateAccess(step: RmpStep): AccessOp | null {
  const op = checkedAccess(step);
  if (op === null || op.by !== 'snp-guest' || !isPrivate(op)) return null;
  return isOpenPrivate(step.config, step.before, op) ? null : op;
}

/** Such an access, what is expected of it and what came, in words. */
export function privateText(step: RmpStep): string {
  const op = step.op as AccessOp;
  const refusal = privateRefusal(step.before, op);
  return (
    `private ${op.kind} by ASID ${op.asid} VMPL${op.vmpl} through 2^${op.nestedLg} of ` +
    `${entryText(effectiveOf(step.before, op.spa))}: expected ${refusal === null ? 'to pass' : `refused (${refusal})`}; ` +
    outcomeText(step.outcome)
  );
}
