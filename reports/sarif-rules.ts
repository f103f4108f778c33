import type { RuleInfo, RuleLevel, RuleVerdict } from '../model/vocabulary';
import { sarifMessage } from './sarif-message';

/** What a finding without a rule is reported under. */
export const CONFORMANCE = 'conformance';
export const CASUALTY = 'casualty';

/** How grave a rule's breach is in SARIF's words. Any of them fails the run. */
export const LEVELS: Readonly<Record<RuleLevel, 'error' | 'warning' | 'note'>> = {
  required: 'error',
  contract: 'warning',
  recommended: 'note',
};

/** The catalogue: every rule that was to be judged, and the two headings for what breaks none. */
export const sarifRules = (rules: readonly RuleVerdict<unknown>[], machine: string): object[] => [
  ...rules.map(({ rule }) => descriptor(rule, machine)),
  {
    id: CONFORMANCE,
    shortDescription: { text: 'observed and expected outcome part' },
    fullDescription: { text: 'The subject does something else than the model, and no rule is broken by it.' },
    help: { text: 'Either the subject or the model is wrong, or the sources leave the answer open.' },
    defaultConfiguration: { level: 'warning' },
    properties: { tags: [machine] },
  },
  {
    id: CASUALTY,
    shortDescription: { text: 'the subject dies' },
    fullDescription: { text: 'The subject crashes, hangs, allocates without end, or answers what cannot be read.' },
    help: { text: 'The last op of the trace is the one in which it happens, where that could be found out.' },
    defaultConfiguration: { level: 'error' },
    properties: { tags: [machine] },
  },
];

const descriptor = (rule: RuleInfo, machine: string): object => ({
  id: rule.id,
  shortDescription: sarifMessage(rule.title),
  fullDescription: sarifMessage(rule.statement),
  help: sarifMessage(
    [
      `Why it matters: ${rule.why}`,
      `An example that breaks it: ${rule.example}`,
      `Source: ${rule.source}`,
      `npx iommu-conformance explain ${rule.id}`,
    ].join('\n\n'),
  ),
  defaultConfiguration: { level: LEVELS[rule.level] },
  properties: { tags: [machine, rule.level], level: rule.level, source: rule.source, confidence: rule.confidence },
});
