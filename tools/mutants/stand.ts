import type { AssumptionChoices, Capabilities } from '../../model/vocabulary';
import { DEFAULT_ASSUMPTIONS } from '../../model/vocabulary/assumption';
import { PROFILES } from '../../model/page-table/profiles';
import { comparesWholeTrees } from '../../properties/engine/cadence';
import { seededDraw } from '../../properties/engine/draw';
import { allRules } from '../../properties/page-table/catalogue';
import { FastLane, type ExaminedCase } from '../../properties/page-table/fast-lane';
import { CaseGenerator } from '../../properties/page-table/generator';
import { inBoxSubject } from '../../reference/in-box/page-table';

/** One generated case with what the model expects, word for word. */
export type DrawnCase = Pick<ExaminedCase, 'trace' | 'flags' | 'expected'>;

/** A profile with some positions on open questions, and the cases drawn for it: as many on each stand. */
export interface Stand {
  readonly name: string;
  /** The positions that the in-box implementation is made with. */
  readonly parts: AssumptionChoices;
  readonly cases: readonly DrawnCase[];
}

export interface StandOptions {
  readonly seed: string;
  /** Cases on each stand. */
  readonly cases: number;
}

/** The other side of each question that changes what an implementation does. */
const OTHER_POSITIONS: Partial<AssumptionChoices> = {
  'AMB-LEN': 'einval',
  'AMB-LEN0': 'noop',
  'AMB-PA-HAS-C': 'strict',
  'AMB-UNMAP-LARGER': 'refuse',
};

/**
 * Both contracts, and generic-pt once more with other positions; each draws both formats. The cases depend on the
 * options alone, so that they are drawn once and every mutant runs the same.
 */
export function drawStands(options: StandOptions): readonly Stand[] {
  const { capabilities } = inBoxSubject();
  return [
    drawStand('linux-7.2', {}, capabilities, options),
    // The old contract itself holds what its profile says of AMB-LEN and AMB-LEN0: no part of it is replaced.
    { ...drawStand('linux-6.12', {}, capabilities, options), parts: DEFAULT_ASSUMPTIONS },
    drawStand('linux-7.2', OTHER_POSITIONS, capabilities, options),
  ];
}

function drawStand(
  profile: string,
  assume: Partial<AssumptionChoices>,
  capabilities: Capabilities,
  { seed, cases }: StandOptions,
): Stand {
  const name = [profile, ...Object.entries(assume).map((choice) => choice.join('='))].join(' ');
  const { contract, assumptions: usual } = PROFILES[profile]!;
  const assumptions = { ...usual, ...assume };
  const lane = new FastLane(allRules(), capabilities, new CaseGenerator({ contract, assumptions, capabilities }));
  const drawn = Array.from({ length: cases }, (_, number) => {
    const wholeTrees = comparesWholeTrees(number);
    const { trace, flags, expected } = lane.draw(seededDraw(`${seed}/${name}`, number), wholeTrees);
    return { trace, flags, expected: expected.slice() };
  });
  return { name, parts: assumptions, cases: drawn };
}
