import type { Assumption } from './assumption';

/** Questions of rmp.md 0.4 that no trace of ours can tell apart, with the reason. A closed list. */
export const NOT_MODELLED: readonly Assumption[] = [
  {
    name: 'RMPUPDATE_FLUSHES_CPU_TLB',
    question: 'Does RMPUPDATE make stale CPU TLB entries unusable against the new owner?',
    positions: [{ name: 'true', evidence: 'needed for safety: results of RMP checks live in the TLB' }],
    default: 'true',
    confidence: 'I',
    aliases: [],
    notModelled: 'there is no CPU TLB: every CPU access is checked against the current tables (rmp.md 0.5)',
  },
  {
    name: 'PSMASH_FLUSHES_CPU_TLB',
    question: 'Does PSMASH make stale CPU TLB entries unusable?',
    positions: [{ name: 'true', evidence: 'recollected' }],
    default: 'true',
    confidence: 'R',
    aliases: [],
    notModelled: 'there is no CPU TLB: every CPU access is checked against the current tables (rmp.md 0.5)',
  },
  {
    name: 'ATS_TRANSLATED_CHECKED',
    question: 'Are requests that a device has translated by ATS checked against the RMP?',
    positions: [{ name: 'true', evidence: 'otherwise a device could bypass the RMP' }],
    default: 'true',
    confidence: 'I',
    aliases: [],
    notModelled: 'a request has no AT field: all requests are untranslated (rmp.md 0.5)',
  },
  {
    name: 'RMPOPT',
    question: 'Does a CPU skip checks of 1G ranges whose entries are all unassigned?',
    positions: [
      { name: 'off', evidence: 'the feature is new (Linux series of 2026)' },
      { name: 'on', evidence: 'it skips only what would pass' },
    ],
    default: 'off',
    confidence: 'S',
    aliases: [],
    notModelled: 'it has no observable semantics: only checks that would pass are skipped (rmp.md 2.6)',
  },
];
