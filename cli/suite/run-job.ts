import type { RuleInfo, Verdict } from '../../model/vocabulary';
import { checkSubject } from '../../properties/engine/check';
import { convict, convictByTrace } from '../../properties/engine/convict';
import { openSubject } from '../../reference/registry';
import { standCalled } from '../plain/stands';
import type { Job, JobResult } from './job';

/** A conviction needs a short trace, not the shortest: the museum only shows how long it is. */
const CONVICT_SHRINK_OPS = 4_000;

/** Does one job in this thread. */
export async function runJob(job: Job): Promise<JobResult> {
  if (job.kind === 'check') {
    const subject = await openSubject(job.subject, {});
    const { profile, seed, firstCase, cases } = job;
    return { kind: 'check', verdict: withPlainRules(await checkSubject(subject, { profile, seed, firstCase, cases })) };
  }
  if (job.kind === 'check-plain') return checkPlain(job);
  if (job.kind === 'convict-plain') return convictPlain(job);
  const { exhibit, hard, rule, profile, seed, maxCases } = job;
  const subject = await openSubject(`exhibit:${exhibit}`, {});
  const options = { profile, seed, maxCases, shrinkBudgetOps: CONVICT_SHRINK_OPS };
  const found = hard === null ? await convict(subject, rule, options) : await convictByTrace(subject, rule, hard);
  const result =
    found === null
      ? { cases: null, traceOps: 0, others: [] }
      : { cases: found.caseNumber + 1, traceOps: found.trace.ops.length, others: found.others };
  return { kind: 'convict', attempt: { exhibit, rule, ...result } };
}

async function checkPlain(job: Extract<Job, { kind: 'check-plain' }>): Promise<JobResult> {
  const { machine, subject, seed, firstCase, cases } = job;
  const verdict = await standCalled(machine)!.check(subject, { seed, firstCase, cases });
  return { kind: 'check-plain', machine, verdict: withPlainRules(verdict) };
}

function convictPlain({ machine, exhibit, rule, seed, maxCases }: Extract<Job, { kind: 'convict-plain' }>): JobResult {
  const found = standCalled(machine)!.convict(exhibit, { seed, maxCases, shrinkBudgetOps: CONVICT_SHRINK_OPS });
  return { kind: 'convict', attempt: { exhibit, rule, ...(found ?? { cases: null, traceOps: 0, others: [] }) } };
}

/** A verdict that can go to another thread: rules without their predicates. */
const withPlainRules = <T>(verdict: Verdict<T>): Verdict<T> => ({
  ...verdict,
  rules: verdict.rules.map((row) => ({ ...row, rule: plainRule(row.rule) })),
});

const plainRule = (rule: RuleInfo): RuleInfo => ({
  id: rule.id,
  title: rule.title,
  statement: rule.statement,
  source: rule.source,
  confidence: rule.confidence,
  level: rule.level,
  why: rule.why,
  example: rule.example,
});
