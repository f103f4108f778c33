import { configG, R1 } from '../../../tests/golden/rmp/build';
import { host, snp } from '../../../tests/golden/rmp/ops';
import { createRmpModel } from '..';

describe('INUSE_SPURIOUS (rmp.md 3.3)', () => {
  const busy = { op: 'busy', spa: R1 / 4096, busy: true } as const;
  const write = snp('write', 0x8000_0000, R1, 21);

  it('lets a checked access of a busy region fault as well, or not', () => {
    const machine = createRmpModel(configG({ INUSE_SPURIOUS: 'on' }));
    expect(machine.step(write).mayFault).toBeUndefined();
    machine.step(busy);
    expect(machine.step(write)).toMatchObject({ fault: null, mayFault: true });
    machine.step({ ...busy, busy: false });
    expect(machine.step(write).mayFault).toBeUndefined();
  });

  it('says nothing about accesses that nobody checks', () => {
    const machine = createRmpModel(configG({ INUSE_SPURIOUS: 'on' }));
    machine.step(busy);
    expect(machine.step(host('read', R1, 12)).mayFault).toBeUndefined();
  });

  it('allows no such fault by default', () => {
    const machine = createRmpModel(configG());
    machine.step(busy);
    expect(machine.step(write)).toMatchObject({ fault: null });
    expect(machine.step(write).mayFault).toBeUndefined();
  });
});
