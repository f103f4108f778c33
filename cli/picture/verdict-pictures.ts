import type { Finding, Subject, Verdict } from '../../model/vocabulary';
import type { TracePicture } from '../../model/vocabulary/picture';
import { isCasualty } from '../../model/vocabulary/subject';
import { allRules } from '../../properties/page-table/catalogue';
import { Inspector } from '../../properties/page-table/inspect';
import { plainPicture } from '../plain/picture';
import type { AnyPlainTrace, PlainStand } from '../plain/plain-stand';
import { pageTablePicture } from './page-table';

/** Findings that get a picture at most: a page must open in a browser. */
const MOST_PICTURES = 60;

/** All findings of a verdict that are worth a picture; a subject that dies of one is not made to die again. */
const drawn = <T>({ rules, divergences }: Verdict<T>): Finding<T>[] =>
  [...rules.flatMap(({ findings }) => findings), ...divergences]
    .filter(({ effect }) => !isCasualty(effect))
    .slice(0, MOST_PICTURES);

const ruleOf = <T>({ rules }: Verdict<T>, { rule }: Finding<T>) =>
  rules.find((verdict) => verdict.rule.id === rule)?.rule ?? null;

/** Runs the smallest trace of each finding again and draws it. */
export async function verdictPictures(subject: Subject, verdict: Verdict): Promise<ReadonlyMap<Finding, TracePicture>> {
  const inspector = new Inspector(subject, allRules());
  const pictures = new Map<Finding, TracePicture>();
  for (const finding of drawn(verdict)) {
    const { trace, op, reason } = finding.counterexample;
    const inspection = await inspector.inspect(trace);
    const what = { subject: verdict.subject, rule: ruleOf(verdict, finding), at: op, reason };
    pictures.set(finding, pageTablePicture(trace, inspection, what));
  }
  return pictures;
}

/** The same for a subject of a plain machine. */
export const plainVerdictPictures = (
  stand: PlainStand,
  name: string,
  verdict: Verdict<AnyPlainTrace>,
): ReadonlyMap<Finding<AnyPlainTrace>, TracePicture> =>
  new Map(
    drawn(verdict).map((finding) => {
      const { trace, op, reason } = finding.counterexample;
      return [finding, plainPicture(stand, trace, { subject: name, rule: ruleOf(verdict, finding), at: op, reason })];
    }),
  );
