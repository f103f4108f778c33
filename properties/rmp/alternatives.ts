import {
  RMP_ASSUMPTION_POSITIONS,
  assumeRmp,
  type RmpAssumptionName,
  type RmpAssumptions,
} from '../../model/vocabulary/rmp/assumption';
import type { Alternative } from '../plain/machine';

/** `choices` with one open question answered otherwise, for each question and answer. */
export function* otherChoices(
  choices: RmpAssumptions,
): Generator<{ readonly assumption: RmpAssumptionName; readonly position: string; readonly choices: RmpAssumptions }> {
  for (const assumption of Object.keys(RMP_ASSUMPTION_POSITIONS) as RmpAssumptionName[]) {
    for (const position of RMP_ASSUMPTION_POSITIONS[assumption]) {
      if (position === choices[assumption]) continue;
      yield { assumption, position: String(position), choices: assumeRmp({ ...choices, [assumption]: position }) };
    }
  }
}

/** The same as configurations: `configWith` puts the choices into one. */
export function* alternativesOf<Config>(
  choices: RmpAssumptions,
  configWith: (choices: RmpAssumptions) => Config,
): Generator<Alternative<Config>> {
  for (const { assumption, position, choices: other } of otherChoices(choices)) {
    yield { assumption, position, config: configWith(other) };
  }
}
