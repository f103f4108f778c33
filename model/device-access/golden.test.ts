import { GOLDEN_DEVICE_ACCESS } from '../../tests/golden/rmp';
import { rowName, runDeviceRow } from '../../tests/support/golden-rmp';
import { createDeviceAccessModel } from '.';

describe('rmp.md 8.5 and 4.4', () => {
  it.each(GOLDEN_DEVICE_ACCESS.map((row) => [rowName(row), row] as const))('%s', (_name, row) => {
    expect.hasAssertions();
    runDeviceRow(createDeviceAccessModel, row);
  });
});
