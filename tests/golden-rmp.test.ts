import { createDeviceAccessModel } from '../model/device-access';
import { createRmpModel } from '../model/rmp';
import { RMP_ASSUMPTION_POSITIONS } from '../model/vocabulary/rmp/assumption';
import { createInBoxDeviceAccess } from '../reference/in-box/device-access';
import { createInBoxRmp } from '../reference/in-box/rmp';
import { GOLDEN_DEVICE_ACCESS, GOLDEN_RMP } from './golden/rmp';
import { rowName, runDeviceRow, runRmpRow } from './support/golden-rmp';

const CODINGS = [
  ['the model', createRmpModel, createDeviceAccessModel],
  ['the in-box implementation', createInBoxRmp, createInBoxDeviceAccess],
] as const;

const named = <Row extends { readonly id: string; readonly assume?: object }>(rows: readonly Row[]) =>
  rows.map((row) => [rowName(row), row] as const);

describe.each(CODINGS)('golden rows of rmp.md on %s', (_name, startRmp, startDeviceAccess) => {
  it.each(named(GOLDEN_RMP))('8.1 to 8.4: %s', (_row, row) => {
    expect.hasAssertions();
    runRmpRow((config) => startRmp(config), row);
  });

  it.each(named(GOLDEN_DEVICE_ACCESS))('8.5 and 4.4: %s', (_row, row) => {
    expect.hasAssertions();
    runDeviceRow((config) => startDeviceAccess(config), row);
  });
});

/** True if the row does not hold on the model once its switches stand at their defaults. */
function failsByDefault(run: () => void): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

describe('every alternative of rmp.md 0.4', () => {
  // These two say what else is right, not what the model answers: model/rmp/allowed.test.ts.
  const ELSEWHERE = ['INUSE_SPURIOUS on', 'RMPUPDATE_ERR_ORDER fixed list'];
  const alternatives = Object.entries(RMP_ASSUMPTION_POSITIONS).flatMap(([name, positions]) =>
    positions.slice(1).map((position) => [name, position] as const),
  );

  it.each(alternatives.filter(([name, position]) => !ELSEWHERE.includes(`${name} ${position}`)))(
    '%s = %s has a row that its default breaks',
    (name, position) => {
      const chosen = (row: { readonly assume?: object }): boolean =>
        Object.entries(row.assume ?? {}).some(([n, p]) => n === name && p === position);
      const witnesses = [
        ...GOLDEN_RMP.filter(chosen).map((row) => () => runRmpRow(createRmpModel, { ...row, assume: {} })),
        ...GOLDEN_DEVICE_ACCESS.filter(chosen).map(
          (row) => () => runDeviceRow(createDeviceAccessModel, { ...row, assume: {} }),
        ),
      ];
      expect(witnesses.some(failsByDefault)).toBe(true);
    },
  );
});
