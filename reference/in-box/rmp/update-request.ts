import type { GpaPage, RmpSize, SpaPage } from '../../../model/vocabulary/rmp/entry';

/** Operands of the RMPUPDATE that is being executed, as numbers. One instance is used again and again. */
export class UpdateRequest {
  /** Page of the address without the C-bit, and whether the address is at its start. */
  page: SpaPage = 0;
  pageAligned = true;
  /** ASID of the executing context. */
  callerAsid = 0;
  assigned = false;
  size: RmpSize = 0;
  immutable = false;
  gpa: GpaPage = 0;
  /** False: the GPA is not at the start of a page. */
  gpaAligned = true;
  asid = 0;
  reserved = false;
}
