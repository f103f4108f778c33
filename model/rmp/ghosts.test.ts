import { configG, page, R1, R3, R5, R8 } from '../../tests/golden/rmp/build';
import { host, plainGuest, psmash, rmpupdate, S2M, snp, unassign } from '../../tests/golden/rmp/ops';
import { createRmpModel } from '.';

const at = (address: number, index = 0): number => page(address) + index;

describe('ghost tags (rmp.md 7)', () => {
  it('name the last writer whose checks passed', () => {
    const machine = createRmpModel(configG());
    expect(machine.view.ghost(at(R3))).toEqual({ epoch: 0, writer: '', writtenIn: 0 });
    machine.step(host('write', R3, 12));
    expect(machine.view.ghost(at(R3)).writer).toBe('host');
    machine.step(plainGuest('write', R3, 12, false));
    expect(machine.view.ghost(at(R3)).writer).toBe('guest 9');
    machine.step(snp('write', 0x8080_0000, R5, 12));
    expect(machine.view.ghost(at(R5)).writer).toBe('guest 5');
    machine.step(host('write', R5, 12));
    expect(machine.view.ghost(at(R5)).writer).toBe('guest 5');
    machine.step({ op: 'writeBuffer', spa: 0x0020_0000 });
    expect(machine.view.ghost(at(0x0020_0000)).writer).toBe('firmware');
  });

  it('count changes of owner: of one page, and of a region', () => {
    const machine = createRmpModel(configG());
    machine.step(host('write', R3 + 0x1000, 12));
    machine.step(rmpupdate(R3 + 0x1000, { asid: 5, gpa: 0x8040_1000 }));
    expect(machine.view.ghost(at(R3, 1))).toEqual({ epoch: 1, writer: 'host', writtenIn: 0 });
    expect(machine.view.ghost(at(R3, 2)).epoch).toBe(0);
    machine.step(unassign(R3 + 0x1000));
    machine.step(rmpupdate(R3, { size: S2M, asid: 5, gpa: 0x8040_0000 }));
    expect([0, 1, 511].map((i) => machine.view.ghost(at(R3, i)).epoch)).toEqual([1, 3, 1]);
    machine.step(psmash(R3));
    expect([0, 1, 511].map((i) => machine.view.ghost(at(R3, i)).epoch)).toEqual([1, 3, 1]);
  });

  it('count a base page that had its owner already apart from the other 511', () => {
    const machine = createRmpModel(configG());
    machine.step(rmpupdate(R3, { asid: 5, gpa: 0x8040_0000 }));
    machine.step(rmpupdate(R3, { size: S2M, asid: 5, gpa: 0x8040_0000 }));
    expect([0, 1, 511].map((i) => machine.view.ghost(at(R3, i)).epoch)).toEqual([1, 1, 1]);
    machine.step(rmpupdate(R8, { size: S2M, asid: 5, gpa: 0x8000_0000 }));
    expect(machine.view.ghost(at(R8, 7)).epoch).toBe(1);
  });
});

describe('regions', () => {
  it('are named once an op has touched them, and only then', () => {
    const machine = createRmpModel(configG());
    machine.step(host('read', R1, 12));
    machine.step(unassign(R1 + 0x1000));
    expect(machine.view.touchedRegions()).toEqual([]);
    machine.step(rmpupdate(R3 + 0x5000, { asid: 5, gpa: 0x8040_5000 }));
    machine.step(psmash(R1));
    expect(machine.view.touchedRegions()).toEqual([at(R1), at(R3)]);
  });

  it('of one kind share what they hold, and part when one is written', () => {
    const machine = createRmpModel(configG());
    machine.step(rmpupdate(R3 + 0x1000, { asid: 5, gpa: 0x1000 }));
    expect(machine.view.state(at(R3, 1))).toBe('Guest-Invalid');
    expect(machine.view.state(page(0x5000_1000))).toBe('Hypervisor');
    expect(createRmpModel(configG()).view.state(at(R3, 1))).toBe('Hypervisor');
  });
});
