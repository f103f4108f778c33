import type { Finding, RuleVerdict, Verdict } from '../model/vocabulary';
import { isCasualty } from '../model/vocabulary/subject';
import type { AnyTrace } from './finding';
import type { ReportedRun } from './run';
import { codeFlow, fingerprints, LogicalLocations, opLocation } from './sarif-location';
import { sarifMessage } from './sarif-message';
import { CASUALTY, CONFORMANCE, LEVELS, sarifRules } from './sarif-rules';
import { plural } from './text';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A run as SARIF 2.1.0 (OASIS): one result per finding, the rules of the run as the tool's. */
export function sarifJson<T extends AnyTrace>(run: ReportedRun<T>): string {
  const { verdict, machine, toolVersion } = run;
  const logical = new LogicalLocations(verdict.subject);
  const results = [
    ...verdict.rules.flatMap((rule, index) =>
      rule.findings.map((finding) =>
        result(run, finding, { id: rule.rule.id, index, level: LEVELS[rule.rule.level] }, logical),
      ),
    ),
    ...verdict.divergences.map((finding) => result(run, finding, headingOf(finding, verdict), logical)),
  ];
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'iommu-conformance',
            version: toolVersion,
            semanticVersion: toolVersion,
            rules: sarifRules(verdict.rules, machine),
          },
        },
        // What is before the last slash is the category in which GitHub replaces the results of the run before.
        automationDetails: { id: `${machine}/${verdict.subject}/` },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(verdict) }],
        columnKind: 'utf16CodeUnits',
        logicalLocations: logical.all(),
        results,
        properties: runProperties(verdict),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** The rule that a result is reported under. */
interface Heading {
  readonly id: string;
  /** Its place in the list of the tool's rules. */
  readonly index: number;
  readonly level: string;
}

/** The two headings follow the rules of the run. */
const headingOf = ({ effect }: Finding<unknown>, { rules }: Verdict<unknown>): Heading =>
  isCasualty(effect)
    ? { id: CASUALTY, index: rules.length + 1, level: 'error' }
    : { id: CONFORMANCE, index: rules.length, level: 'warning' };

function result<T extends AnyTrace>(
  run: ReportedRun<T>,
  finding: Finding<T>,
  { id, index, level }: Heading,
  logical: LogicalLocations,
): object {
  const { op, effect, count, known, deviation, restsOn = [], counterexample } = finding;
  const { seed, caseNumber, originalOps, reason } = counterexample;
  return {
    ruleId: id,
    ruleIndex: index,
    level,
    message: sarifMessage(reason),
    locations: [{ physicalLocation: opLocation(run, finding, counterexample.op), logicalLocations: [logical.op(op)] }],
    ...fingerprints(id, finding),
    codeFlows: [codeFlow(run, finding)],
    // An empty list says that it is not suppressed; none at all, that nobody looked (3.27.23).
    suppressions: known
      ? [{ kind: 'external', status: 'accepted', justification: deviation ?? 'a known deviation' }]
      : [],
    properties: {
      seed,
      case: caseNumber,
      count,
      known,
      restsOn,
      effect,
      originalOps,
      replay: `npx iommu-conformance replay ${run.traceOf(finding).path}`,
    },
  };
}

/** What no result says: rules that nothing can be said of, ways of failing passed over, deviations that are gone. */
function notifications({ rules, staleDeviations, waysDropped = 0 }: Verdict<unknown>): object[] {
  return [
    ...rules.flatMap((rule, index) => {
      const text = silence(rule);
      return text === null
        ? []
        : [{ level: 'note', message: sarifMessage(text), associatedRule: { id: rule.rule.id, index } }];
    }),
    ...(waysDropped > 0
      ? [{ level: 'warning', message: { text: `${plural(waysDropped, 'more way')} of failing seen and not kept` } }]
      : []),
    ...staleDeviations.map((key) => ({ level: 'warning', message: sarifMessage(`deviation no longer shows: ${key}`) })),
  ];
}

/** Why a rule without findings is not a rule that held; null if it did. */
function silence({ rule, status, exercised, reason }: RuleVerdict<unknown>): string | null {
  if (status === 'not tested') return `${rule.id} is not tested: ${reason ?? 'no reason given'}`;
  return status === 'not reached' ? `${rule.id} is not reached: ${plural(exercised, 'time')} exercised` : null;
}

const runProperties = ({
  subject,
  version,
  profile,
  assumed,
  seed,
  cases,
  ops,
  seconds,
}: Verdict<unknown>): object => ({
  subject: { name: subject, version },
  profile,
  assumed,
  seed,
  cases,
  ops,
  seconds,
});
