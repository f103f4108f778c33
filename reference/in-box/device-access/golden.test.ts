import { GOLDEN_DEVICE_ACCESS } from '../../../tests/golden/rmp';
import { configOf } from '../../../tests/golden/rmp/device-build';
import { createInBoxDeviceAccess } from '.';

describe('golden rows of rmp.md 8.5 and 4.4', () => {
  test.each(GOLDEN_DEVICE_ACCESS.map((row, number) => [`${row.id} (${String(number)})`, row] as const))(
    '%s',
    (_id, row) => {
      const device = createInBoxDeviceAccess(configOf(row));
      for (const step of row.steps) {
        const outcome = device.step(step.op);
        if (step.done !== undefined) expect(outcome.done).toBe(step.done);
        if (step.dma !== undefined) {
          const { event, address, ...dma } = step.dma;
          expect(outcome.dma).toMatchObject(dma);
          if (event !== undefined) expect(outcome.dma?.event?.code ?? null).toBe(event);
          if (address !== undefined) expect(outcome.dma?.event?.address).toBe(address);
        }
        if (step.rmp !== undefined) {
          const { code, ...rmp } = step.rmp;
          expect(outcome.rmp).toMatchObject(rmp);
          if (code !== undefined) expect([code].flat()).toContain(outcome.rmp?.code);
        }
      }
    },
  );
});
