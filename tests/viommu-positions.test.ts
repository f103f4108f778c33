import {
  DEFAULT_VIOMMU_ASSUMPTIONS,
  VIOMMU_ASSUMPTION_POSITIONS,
  type ViommuAssumptionName,
} from '../model/vocabulary/viommu/assumption';
import { checkPlain } from '../properties/plain/check';
import { viommuMachine } from '../properties/viommu';
import { inBoxViommuSubject } from '../reference/in-box/viommu';

/** For each answer, of its own; what differs between answers shows early. */
const CASES = 15;

const OTHERS = (Object.keys(VIOMMU_ASSUMPTION_POSITIONS) as ViommuAssumptionName[]).flatMap((name) =>
  VIOMMU_ASSUMPTION_POSITIONS[name]
    .filter((position) => position !== DEFAULT_VIOMMU_ASSUMPTIONS[name])
    .map((position) => [name, position] as const),
);

test.each(OTHERS)('%s=%s: in-box and model agree, and hold every rule', async (name, position) => {
  const assume = { [name]: position };
  const options = { seed: position, cases: CASES, assume };
  const verdict = await checkPlain(viommuMachine, inBoxViommuSubject('in-box:viommu'), options);
  const found = [...verdict.rules.flatMap(({ findings }) => findings), ...verdict.divergences];
  expect(found.map(({ rule, op, counterexample }) => [rule, op, counterexample.reason])).toEqual([]);
  expect(verdict.rules.some(({ exercised }) => exercised > 0)).toBe(true);
});
