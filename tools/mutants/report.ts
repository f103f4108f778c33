import { changeOf, placeOf } from './mutant';
import type { Judged } from './pool';
import { TARGET } from './targets';

/** Share of convicted mutants in percent. */
export const convictedShare = (judged: readonly Judged[]): number =>
  (100 * judged.filter(isConvicted).length) / Math.max(1, judged.length);

/** A judge that threw has said nothing of the mutant, and is itself to be mended. */
const isConvicted = ({ fate }: Judged): boolean => fate.end !== 'survived' && fate.end !== 'judge failed';
const short = (file: string): string => file.slice(TARGET.length + 1);
const count = (judged: readonly Judged[], end: Judged['fate']['end']): number =>
  judged.filter(({ fate }) => fate.end === end).length;

/** Everything that a run found, as text: table by file, survivors, rules, summary. */
export function report(judged: readonly Judged[]): string {
  return [fileTable(judged), ruleTable(judged), survivors(judged), ...failures(judged), summary(judged)].join('\n\n');
}

function fileTable(judged: readonly Judged[]): string {
  const files = [...new Set(judged.map(({ mutant }) => mutant.file))];
  const rows = files.map((file) =>
    row(
      short(file),
      judged.filter(({ mutant }) => mutant.file === file),
    ),
  );
  return [`${'file'.padEnd(26)}  mutants  convicted  survivors`, ...rows, row('all', judged)].join('\n');
}

function row(name: string, judged: readonly Judged[]): string {
  const convicted = judged.filter(isConvicted).length;
  const cells = [String(judged.length).padStart(7), String(convicted).padStart(9), left(judged.length - convicted)];
  return `${name.padEnd(26)}  ${cells.join('  ')}`;
}

const left = (survivors: number): string => (survivors === 0 ? '–' : String(survivors)).padStart(9);

function ruleTable(judged: readonly Judged[]): string {
  const kills = new Map<string, number>();
  for (const { fate } of judged) for (const id of fate.rules) kills.set(id, (kills.get(id) ?? 0) + 1);
  const sorted = [...kills].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  return `mutants by rule broken (one mutant may break several):\n  ${sorted.map(([id, n]) => `${id} ${n}`).join(', ')}`;
}

function survivors(judged: readonly Judged[]): string {
  const lines = judged
    .filter(({ fate }) => fate.end === 'survived')
    .map(({ mutant, fate }) => `${placeOf(mutant)}  ${changeOf(mutant)}${fate.note === '' ? '' : `  (${fate.note})`}`);
  return lines.length === 0 ? 'no survivors' : ['survivors:', ...lines].join('\n');
}

function failures(judged: readonly Judged[]): string[] {
  const failed = judged.filter(({ fate }) => fate.end === 'judge failed');
  const lines = failed.map(({ mutant, fate }) => `${placeOf(mutant)}  ${changeOf(mutant)}\n${fate.note}`);
  return failed.length === 0 ? [] : ['the judge failed (a defect of the suite) on:', ...lines];
}

function summary(judged: readonly Judged[]): string {
  const convicted = judged.filter(isConvicted).length;
  const how = [
    `${count(judged, 'rule')} by a rule`,
    `${count(judged, 'conformance')} only by conformance with the model`,
    `${count(judged, 'crashed')} crashed`,
    `${count(judged, 'hung')} hung`,
  ];
  const share = convictedShare(judged).toFixed(1);
  return `${convicted} of ${judged.length} mutants convicted (${share} %): ${how.join(', ')}`;
}

/** The same as data: one object per mutant. */
export const toJson = (judged: readonly Judged[]): string =>
  JSON.stringify(
    {
      mutants: judged.length,
      convicted: judged.filter(isConvicted).length,
      results: judged.map(({ mutant, fate }) => ({ place: placeOf(mutant), change: changeOf(mutant), ...fate })),
    },
    null,
    2,
  ) + '\n';
