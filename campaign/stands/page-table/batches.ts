import type { Observation, Subject } from '../../../model/vocabulary';
import type { CampaignCase, JudgedCase } from '../../case';
import type { PageTableCase } from './case';

/** Cases in one message to a subject in another process: while it runs them, the next are drawn. */
const BATCH = 8;

/** Makes `count` cases and judges each, in batches that the subject runs while the next one is made. */
export async function judgeInBatches(
  runBatch: NonNullable<Subject['runBatch']>,
  make: (i: number) => PageTableCase,
  count: number,
  judge: (one: PageTableCase, seen: Observation) => JudgedCase | Promise<JudgedCase>,
): Promise<(readonly [CampaignCase, JudgedCase])[]> {
  const judged: (readonly [CampaignCase, JudgedCase])[] = [];
  let waiting: { readonly cases: PageTableCase[]; readonly reply: Promise<readonly Observation[]> } | null = null;
  for (let made = 0; made < count || waiting !== null;) {
    const cases: PageTableCase[] = [];
    for (; cases.length < BATCH && made < count; made++) cases.push(withOwnWords(make(made)));
    const before = waiting;
    const replies = before === null ? [] : await before.reply;
    const traces = cases.map(({ trace }) => trace);
    const flags = cases.map(({ examined }) => examined.flags);
    waiting = cases.length === 0 ? null : { cases, reply: runBatch(traces, flags) };
    // A reply that fails while the batch before is still being judged must not count as unhandled.
    waiting?.reply.catch(() => undefined);
    for (let i = 0; i < replies.length; i++) {
      const one = before!.cases[i]!;
      judged.push([one, await judge(one, replies[i]!)]);
    }
  }
  return judged;
}

/** What is expected lies in a buffer that the next case overwrites. */
const withOwnWords = (one: PageTableCase): PageTableCase => ({
  ...one,
  examined: { ...one.examined, expected: one.examined.expected.slice() },
});
