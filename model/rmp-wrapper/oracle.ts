import type { Machine } from '../vocabulary/plain';
import type { RmpOp } from '../vocabulary/rmp/op';
import type { RmpOutcome } from '../vocabulary/rmp/outcome';
import type { RmpView } from '../vocabulary/rmp/view';
import type { RmpOracle } from '../vocabulary/rmp-wrapper/oracle';
import { decodeNewState, encodeReadOut, SOFTWARE_FORMAT_BYTES } from '../rmp/formats/software';

const PAGE = 4096;
/** Instructions of the host run with ASID 0. */
const HOST = 0;
const NO_BYTES = new Uint8Array(0);

/** An RMP machine, asked as hardware is: with addresses and bytes. */
export class MachineOracle implements RmpOracle {
  constructor(private readonly machine: Machine<RmpOp, RmpOutcome, RmpView>) {}

  get view(): RmpView {
    return this.machine.view;
  }

  rmpupdate(spa: number, state: Uint8Array): number {
    return this.machine.step({ op: 'rmpupdate', spa, asid: HOST, to: decodeNewState(state) }).code;
  }

  psmash(spa: number): number {
    return this.machine.step({ op: 'psmash', spa, asid: HOST }).code;
  }

  rmpread(spa: number): { readonly code: number; readonly bytes: Uint8Array } {
    const { code, read } = this.machine.step({ op: 'rmpread', spa, asid: HOST });
    return { code, bytes: read !== null && 'assigned' in read ? encodeReadOut(read) : NO_BYTES };
  }

  rawEntry(spa: number): Uint8Array {
    const [low, high] = this.view.raw(spa / PAGE) ?? [0n, 0n];
    const bytes = new DataView(new ArrayBuffer(SOFTWARE_FORMAT_BYTES));
    bytes.setBigUint64(0, low, true);
    bytes.setBigUint64(8, high, true);
    return new Uint8Array(bytes.buffer);
  }

  apply(op: RmpOp): void {
    this.machine.step(op);
  }
}
