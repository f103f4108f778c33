/** What dma-mmio.md 12 calls useful differential properties, on both codings of the viommu machine. */
import { createViommuModel } from '../model/viommu';
import { Errno } from '../model/vocabulary/errno';
import type { ViommuFault } from '../model/vocabulary/viommu/op';
import { seededDraw } from '../properties/engine/draw';
import { drawCase } from '../properties/plain/case';
import { viommuMachine } from '../properties/viommu';
import { compareState } from '../properties/viommu/compare-state';
import { createInBoxViommu } from '../reference/in-box/viommu';
import { configOf, driverInit, driverUninit, init, uninit } from './golden/viommu/build';

const CODINGS = [
  ['the model', createViommuModel],
  ['the in-box implementation', createInBoxViommu],
] as const;

/** Zeroed at the start: a block that was given back is compared with one that was never given out. */
const CONFIG = configOf({ config: { memory: configOf({}).memory.map((block) => ({ ...block, stalePages: 0 })) } });
const REGIONS = [0, 1, 2, 3];
const SETUP_FAULTS: readonly ViommuFault[] = [
  { step: 'allocDomain' },
  { step: 'mapVf' },
  { step: 'mapVfControl' },
  ...REGIONS.flatMap((region): readonly ViommuFault[] => [
    { step: 'allocBlock', region },
    { step: 'setUncached', region, pages: 100, errno: Errno.EINVAL },
    { step: 'map', region, errno: Errno.EADDRINUSE },
  ]),
];
const TEARDOWN_FAULTS: readonly ViommuFault[] = REGIONS.flatMap((region): readonly ViommuFault[] => [
  { step: 'unmap', region, bytes: 0 },
  { step: 'unmap', region, bytes: 0x1000 },
  { step: 'queue', region, errno: Errno.ENOMEM },
  { step: 'wait', region },
  { step: 'restore', region, pages: 511, errno: Errno.EIO },
]);

describe.each(CODINGS)('on %s', (_name, start) => {
  test.each(SETUP_FAULTS)('a driverInit in which %j fails leaves the state as if it had never been called', (fault) => {
    const machine = start(CONFIG);
    expect(machine.step(driverInit(fault)).value).toBeLessThan(0);
    expect(compareState(null, start(CONFIG).view, machine.view)).toBeNull();
  });

  test('what was set up and torn down is as if it had never been', () => {
    const machine = start(CONFIG);
    for (const op of [init(), uninit(), driverInit(), driverUninit()]) expect(machine.step(op).value).toBe(0);
    expect(compareState(null, start(CONFIG).view, machine.view)).toBeNull();
  });

  test.each(TEARDOWN_FAULTS)('a teardown in which %j fails is made whole by the next one', (fault) => {
    const machine = start(CONFIG);
    machine.step(init());
    expect(machine.step(uninit(fault)).value).toBeLessThan(0);
    expect(machine.step(uninit()).value).toBe(0);
    expect(compareState(null, start(CONFIG).view, machine.view)).toBeNull();
  });

  test('no history leads an IOMMU into memory that is not its own', () => {
    const source = viommuMachine.source({});
    let reached = 0;
    for (let k = 0; k < 40; k++) {
      const { config, ops } = drawCase(viommuMachine, source, seededDraw('own memory', k), 'access');
      const machine = start(config);
      for (const op of ops) {
        const outcome = machine.step(op);
        if (outcome.reached === null) continue;
        reached++;
        const block = outcome.reached - (outcome.reached % 0x20_0000);
        expect(machine.view.iommu(op.iommu).slots.some((slot) => slot?.block === block)).toBe(true);
        expect(machine.view.block(block).allocated).toBe(true);
      }
    }
    expect(reached).toBeGreaterThan(40);
  });
});
