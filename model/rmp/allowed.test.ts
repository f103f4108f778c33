import { configG, R1, R4 } from '../../tests/golden/rmp/build';
import { host, psmash, rmpupdate, S2M, snp, unassign } from '../../tests/golden/rmp/ops';
import type { RmpOp } from '../vocabulary/rmp/op';
import { createRmpModel } from '.';

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

describe('RMPUPDATE_ERR_ORDER (rmp.md 2.1)', () => {
  const codesOf = (op: RmpOp, order: 'any-of' | 'fixed list') =>
    createRmpModel(configG({ RMPUPDATE_ERR_ORDER: order })).step(op);

  it('any-of: the code of every check that fails', () => {
    expect(codesOf(unassign(R4 + 0x1000), 'any-of')).toMatchObject({ code: 2, codes: [2, 4] });
    // In a guest, with a reserved bit, over an entry in the way.
    const worst = rmpupdate(R1 + 0x1000, { asid: 5, reserved: true }, 5);
    expect(codesOf(worst, 'any-of').codes).toEqual([2, 1, 4]);
  });

  it('names a single code without a list', () => {
    expect(codesOf(unassign(R1 + 0x1000), 'any-of')).toMatchObject({ code: 4, codes: null });
  });

  it('does not look for an entry where the address names none', () => {
    expect(codesOf(rmpupdate(R1 + 0x1000, { size: S2M, asid: 5 }), 'any-of')).toMatchObject({ code: 1, codes: null });
  });

  it('fixed list: the first only', () => {
    expect(codesOf(unassign(R4 + 0x1000), 'fixed list')).toMatchObject({ code: 2, codes: null });
  });

  it('has no say in PSMASH of an immutable entry, where 2 and 7 are right', () => {
    expect(codesOf(psmash(R4), 'fixed list')).toMatchObject({ code: 2, codes: [2, 7] });
  });
});
