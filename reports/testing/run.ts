import type { Finding, Trace, Verdict } from '../../model/vocabulary';
import { OP_NAMES } from '../../model/vocabulary';
import { configText } from '../config-text';
import type { ReportedRun } from '../run';
import { FINDING, rule, VERDICT } from './samples';

/** A run with every status of a rule, and every kind of finding, that a report must tell apart. */

const { counterexample } = FINDING;

export const ALSO: Finding = { ...FINDING, op: 'unmap', effect: 'entries(C-bit)', count: 2 };
export const KNOWN: Finding = {
  ...FINDING,
  rule: 'PT-073',
  op: 'iommuMap',
  effect: 'ret(0 for -EADDRINUSE (-98))',
  known: true,
  deviation: 'docs/findings.md F-22',
};
export const AT_END: Finding = {
  ...FINDING,
  rule: null,
  op: 'end',
  effect: 'tables',
  restsOn: ['AMB-LEN'],
  counterexample: { ...counterexample, op: 2, reason: 'a table of {level 1} is left' },
};
/** What a hostile subject leaves behind: colours, an end of CDATA, markup, half a character. */
export const CRASH: Finding = {
  ...FINDING,
  rule: null,
  effect: 'crashed',
  counterexample: { ...counterexample, reason: 'it died: \x1b[31m]]> <failure/> "\ud800"\0' },
};
export const KNOWN_DIVERGENCE: Finding = { ...KNOWN, rule: null, effect: 'events(sync)' };

export const MIXED: Verdict = {
  ...VERDICT,
  rules: [
    { rule: rule('001', { level: 'recommended' }), status: 'held', exercised: 1234567, findings: [] },
    { rule: rule('032'), status: 'broken', exercised: 4021, findings: [FINDING, ALSO] },
    { rule: rule('055', { level: 'contract' }), status: 'not reached', exercised: 7, findings: [] },
    { rule: rule('073', { level: 'contract' }), status: 'known', exercised: 900, findings: [KNOWN] },
    { rule: rule('173'), status: 'not tested', exercised: 0, reason: 'sequential subjects', findings: [] },
  ],
  divergences: [AT_END, CRASH, KNOWN_DIVERGENCE],
  waysDropped: 3,
};

const FILES = new Map<Finding, string>([
  [FINDING, 'out/linux 6.12/PT-032-mapPages-1.json'],
  [ALSO, '/elsewhere/PT-032-unmap-1.json'],
  [KNOWN, '../beside/PT-073-iommuMap-1.json'],
]);

/** The run that `verdict` ended; its trace files have the first op in line 20. */
export const runOf = (verdict: Verdict): ReportedRun<Trace> => ({
  verdict,
  machine: 'page-table',
  toolVersion: '0.1.0',
  words: {
    describeConfig: ({ config }) => configText(config),
    describeOp: ({ kind, iova }) => `${OP_NAMES[kind]}(iova 0x${iova.toString(16)}000)`,
  },
  traceOf: (finding) => ({ path: FILES.get(finding) ?? `out/${finding.op}-${finding.effect}.json`, firstOpLine: 20 }),
});
