import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';

/** What became of the last RMP fault of one actor. */
export class FaultRecord {
  /** The handler is at work. */
  open = false;
  guest = 0;
  gfn: GpaPage = -1;
  /** Something that decides about the access has changed since the fault: by the handler, or by others. */
  changed = false;
  zapped = false;
  /** Its last PSMASH failed, with the region as it was left. */
  smashFailed = false;
  smashBase: SpaPage = -1;
  /** The guest's next access is still to come. */
  pending = false;
  /** Region of RAM that the actor has split, in a fault or out of one, and is still to zap the nested leaves of; −1: none. */
  owesZap = -1;

  begin(guest: number, gfn: GpaPage): void {
    this.open = true;
    this.guest = guest;
    this.gfn = gfn;
    this.changed = false;
    this.zapped = false;
    this.smashFailed = false;
    this.pending = true;
  }
}
