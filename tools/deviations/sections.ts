import type { Found } from './verdict-file';

/** One section of docs/findings.md, and what of a subject's findings belongs to it. */
export interface Section {
  /** `F-07`; several where one rule, op and effect show what several sections describe. */
  readonly id: string;
  /** Names of the subjects that have it, without the version's last part: `linux-7.2-amdv1`. */
  readonly subjects: RegExp;
  readonly covers: (found: Found) => boolean;
}

/** The first section that covers a finding of a subject; undefined: nobody has explained it yet. */
export const sectionOf = (subject: string, found: Found, sections: readonly Section[]): Section | undefined =>
  sections.find((section) => section.subjects.test(subject) && section.covers(found));
