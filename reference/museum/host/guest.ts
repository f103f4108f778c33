import type { HostExhibit } from './exhibit';

/** Exhibits of the guest kernel (rmp.md 5.3, 5.5). */

export const validatesBlindly: HostExhibit = {
  name: 'guest-validates-blindly',
  title: 'the guest validates pages that it has validated already',
  source: 'rmp.md 5.5 RC9, 7.5 RMP-111',
  rule: 'RMP-111',
  parts: { needsValidation: () => true },
};

export const rescindsLate: HostExhibit = {
  name: 'guest-rescinds-late',
  title: 'PVALIDATE(0) comes after the request for shared',
  source: 'rmp.md 5.5 RC10, 7.5 RMP-112; oak PR 4218',
  rule: 'RMP-112',
  parts: { rescindsFirst: false },
};
