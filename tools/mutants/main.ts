import { writeFileSync } from 'node:fs';
import { seededDraw } from '../../properties/engine/draw';
import type { Mutant } from './mutant';
import { placeOf } from './mutant';
import { parseOptions, USAGE, type Options } from './options';
import { judgeAll } from './pool';
import { convictedShare, report, toJson } from './report';
import { allMutants, readSources, type Sources } from './targets';

/** Run from the root of the project, as npm does. */
const ROOT = process.cwd();

/** `count` of the mutants, each as likely as the other, in their own order: a function of the seed alone. */
function sampleOf(mutants: readonly Mutant[], count: number, seed: string): readonly Mutant[] {
  if (count >= mutants.length) return mutants;
  const draw = seededDraw(seed, 0);
  const rest = mutants.map((_, index) => index);
  const chosen = Array.from({ length: count }, () => rest.splice(draw.int(rest.length), 1)[0]!);
  return chosen.sort((a, b) => a - b).map((index) => mutants[index]!);
}

/** A suite that convicts the implementation as it is says nothing of its mutants. */
async function mustSurvive(sources: Sources, options: Options): Promise<void> {
  const unchanged: Mutant = {
    file: Object.keys(sources)[0]!,
    line: 1,
    column: 1,
    start: 0,
    end: 0,
    original: '',
    mutated: '',
  };
  const [judged] = await judgeAll([unchanged], { ...options, workers: 1, sources }, () => undefined);
  const { end, rules, note } = judged!.fate;
  if (end !== 'survived') throw new Error(`unchanged, it is convicted: ${end} ${rules.join(' ')} (${note})`);
}

async function main(options: Options): Promise<number> {
  const { seed, sample, only, json, threshold } = options;
  const started = performance.now();
  const sources = readSources(ROOT);
  const all = allMutants(sources);
  const mutants = sampleOf(
    all.filter((mutant) => placeOf(mutant).includes(only)),
    sample,
    seed,
  );
  console.log(`${mutants.length} of ${all.length} mutants, seed ${seed}, ${options.cases} cases on each stand`);
  await mustSurvive(sources, options);
  let done = 0;
  const judged = await judgeAll(mutants, { ...options, sources }, () => {
    done++;
    if (done % Math.ceil(mutants.length / 20) === 0) {
      console.error(`${done} of ${mutants.length}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
    }
  });
  console.log(`\n${report(judged)}`);
  if (json !== null) writeFileSync(json, toJson(judged));
  return convictedShare(judged) >= threshold ? 0 : 1;
}

try {
  main(parseOptions(process.argv.slice(2))).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 2;
    },
  );
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
