import type { GoalInfo } from '../../../model/vocabulary/campaign';
import type { Goal } from '../../../model/vocabulary/verdict';
import { PROBE_SHARE, type HostJudge } from '../../../properties/host';

/** Goals of the host machine: what a useful policy does, and the races and imports that a search must bring about. */
const listOf = ({ goals, races, importGoals }: HostJudge): readonly Goal[] => [
  ...goals.list(),
  ...races.list(),
  ...importGoals.list(),
];

export const hostGoals = (judge: HostJudge): readonly GoalInfo[] =>
  listOf(judge).map(({ name, statement }) => ({ name, statement }));

/** Says which goals each case reached: the judge counts over all of them. */
export class HostGoalWatch {
  private before: readonly Goal[];

  constructor(private readonly judge: HostJudge) {
    this.before = listOf(judge);
  }

  /** Goals that were reached since the last call, by number. One that is a share is reached where a case does that well. */
  take(): readonly number[] {
    const { before } = this;
    const now = listOf(this.judge);
    this.before = now;
    return now.flatMap((goal, i) => (isReached(before[i]!, goal) ? [i] : []));
  }
}

function isReached(before: Goal, now: Goal): boolean {
  const count = now.count - before.count;
  if (now.of === undefined) return count > 0;
  const of = now.of - (before.of ?? 0);
  return count > 0 && count >= PROBE_SHARE * of;
}
