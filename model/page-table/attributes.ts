/** Reading the attributes of a leaf back: page-tables.md 1.7, 2.5. */
import type { AssumptionChoices } from '../vocabulary';
import { bitOf } from './formats/bits';
import type { PageFormat, Raw } from './formats/format';

/** v1: FC, IR, IW. v2: RW, U, A, D, XD. */
const KEPT: Readonly<Record<PageFormat['name'], Raw>> = {
  amdv1: { lo: 0, hi: 0x7000_0000 },
  amdv2: { lo: 0x66, hi: 0x8000_0000 },
};

/** The attribute bits of the raw leaf `hi:lo`; with the C-bit or without, as AMB-CBIT-READBACK has it. */
export function attributesOf(
  format: PageFormat,
  lo: number,
  hi: number,
  smeBit: number | null,
  choice: AssumptionChoices['AMB-CBIT-READBACK'],
): Raw {
  const kept = KEPT[format.name];
  const c = bitOf(choice === 'kept' ? smeBit : null);
  return { lo: (lo & (kept.lo | c.lo)) >>> 0, hi: (hi & (kept.hi | c.hi)) >>> 0 };
}
