import { configG, page, R1, R3, R4, R6 } from '../../../tests/golden/rmp/build';
import { host, psmash, reclaim, rmpupdate, S2M, S4K, unassign, vmrun } from '../../../tests/golden/rmp/ops';
import type { RmpConfig } from '../../vocabulary/rmp/config';
import type { RmpOp } from '../../vocabulary/rmp/op';
import { createRmpModel } from '..';

const start = (other: Partial<RmpConfig> = {}) => createRmpModel(configG({ PSMASH_IMMUTABLE: 'allow' }, other));
const firmware = R6;

/** Codes of ops, in turn. */
const codes = (machine: ReturnType<typeof start>, ...ops: readonly RmpOp[]): number[] =>
  ops.map((op) => machine.step(op).code);

describe('firmware commands (rmp.md 2.7)', () => {
  it('a page: Firmware → Context → Firmware → Metadata → Reclaim → Hypervisor (T15 to T18)', () => {
    const machine = start();
    const states: string[] = [];
    const steps: readonly RmpOp[] = [
      { op: 'gctxCreate', spa: firmware },
      { op: 'decommission', spa: firmware },
      { op: 'mdInit', spa: firmware, context: page(R6) + 2 },
      reclaim(firmware, S4K),
      unassign(firmware),
    ];
    for (const op of steps) {
      expect(machine.step(op).code).toBe(0);
      states.push(machine.view.state(page(firmware)));
    }
    expect(states).toEqual(['Context', 'Firmware', 'Metadata', 'Reclaim', 'Hypervisor']);
  });

  it('LAUNCH_UPDATE sets masks and VMSA, and wants the size of the page (T10)', () => {
    const machine = start();
    const launch = { op: 'launchUpdate', spa: R4, size: S2M, type: 'normal', perms: [3, 0, 1] } as const;
    expect(codes(machine, { ...launch, size: S4K }, { ...launch, type: 'vmsa' }, { ...launch, spa: R1 })).toEqual([
      0x19, 0x19, 0x1a,
    ]);
    expect(codes(machine, launch)).toEqual([0]);
    expect(machine.view.own(page(R4))).toMatchObject({ validated: true, immutable: false, masks: [0x1f, 3, 0, 1] });
    machine.step(rmpupdate(R3, { asid: 5, gpa: 0xffff_ffff_f000, immutable: true }));
    expect(codes(machine, { ...launch, spa: R3, size: S4K, type: 'vmsa' })).toEqual([0]);
    expect(machine.view.own(page(R3))).toMatchObject({ vmsa: true });
  });

  it('PAGE_UNSMASH, PAGE_RECLAIM and PSMASH restore the entries apart from Immutable (RMP-044)', () => {
    const machine = start();
    expect(codes(machine, psmash(R4))).toEqual([0]);
    const before = Array.from({ length: 512 }, (_, i) => machine.view.own(page(R4) + i));
    expect(codes(machine, { op: 'pageUnsmash', spa: R4 }, reclaim(R4, S2M), psmash(R4))).toEqual([0, 0, 0]);
    const after = Array.from({ length: 512 }, (_, i) => machine.view.own(page(R4) + i));
    expect(after).toEqual(before.map((entry) => ({ ...entry, immutable: false })));
    expect(codes(machine, { op: 'pageUnsmash', spa: R4 })).toEqual([0x1a]);
  });

  it('PAGE_SET_STATE fixes Firmware pages for good (T19)', () => {
    const machine = start();
    expect(codes(machine, { op: 'pageSetState', spa: firmware, pages: 2 })).toEqual([0x1a]);
    expect(codes(machine, { op: 'pageSetState', spa: firmware, pages: 1 }, rmpupdate(firmware, { asid: 5 }))).toEqual([
      0, 2,
    ]);
    expect(machine.view.subCount(page(R6))).toBe(4);
  });

  it('MMIO_VALIDATE takes a uniform bound range with the reported GPAs (T22)', () => {
    const machine = start();
    for (const i of [0, 1])
      machine.step(rmpupdate(R3 + i * 4096, { asid: 5, immutable: true, gpa: 0x9000_0000 + i * 4096 }));
    const validate = { op: 'mmioValidate', spa: R3, pages: 2, gpa: page(0x9000_0000), bound: true } as const;
    expect(codes(machine, { ...validate, bound: false }, { ...validate, gpa: 1 }, { ...validate, pages: 3 })).toEqual([
      0xff, 0xff, 0xff,
    ]);
    expect(codes(machine, validate)).toEqual([0]);
    expect([0, 1].map((i) => machine.view.state(page(R3) + i))).toEqual(['Guest-Valid', 'Guest-Valid']);
  });

  it('SNP_SHUTDOWN waits for guests; then checks end, and with x86 the RMP is zeroed (T21, T23)', () => {
    expect(codes(start(), { op: 'snpShutdown', x86: false })).toEqual([1]);
    const preset = configG().preset.filter(({ asid }) => asid === 0);
    const iommuOnly = start({ preset });
    expect(codes(iommuOnly, { op: 'snpShutdown', x86: false }, reclaim(firmware, S4K))).toEqual([0, 1]);
    expect(iommuOnly.view.state(page(R6) + 3)).toBe('Reclaim');
    expect(iommuOnly.step(host('write', firmware, 12)).fault).toBe('#PF');
    expect(codes(start({ preset, x86Shutdown: false }), { op: 'snpShutdown', x86: true })).toEqual([0x16]);
    const both = start({ preset });
    expect(codes(both, { op: 'snpShutdown', x86: true })).toEqual([0]);
    expect([firmware, 0xe000_0000].map((spa) => both.view.state(page(spa)))).toEqual(['Hypervisor', 'Hypervisor']);
    expect(both.step(psmash(R1)).fault).toBe('#UD');
  });

  it('SNP_INIT is refused twice, without SNPEn, and with VM_HSAVE_PA set', () => {
    const off = { iommuSnpEnabled: false, preset: [] };
    expect(codes(start(off), { op: 'snpInit' }, { op: 'snpInit' })).toEqual([0, 1]);
    expect(codes(start({ ...off, cpuSnpEnabled: false }), { op: 'snpInit' })).toEqual([1]);
    const withHsave = start(off);
    withHsave.step({ op: 'hsave', spa: page(R3), virtualized: false });
    expect(codes(withHsave, { op: 'snpInit' })).toEqual([1]);
  });
});

describe('pages in use (rmp.md 3.7)', () => {
  it('refuse RMPUPDATE and PSMASH until #VMEXIT (RMP-032)', () => {
    const machine = start();
    expect(machine.step({ ...vmrun(5, R3, R3 + 0x1000), snp: false }).fault).toBeNull();
    const update = rmpupdate(R3, { asid: 5, gpa: 0x1000 });
    const other = rmpupdate(R3 + 0x2000, { asid: 5, gpa: 0x3000 });
    expect(codes(machine, update, other)).toEqual([3, 0]);
    machine.step({ op: 'vmexit' });
    expect(codes(machine, update)).toEqual([0]);
  });

  it('a busy region refuses until it is free (RMP-031)', () => {
    const machine = start();
    machine.step({ op: 'busy', spa: page(R1) + 7, busy: true });
    expect(codes(machine, psmash(R1), unassign(R1, S2M))).toEqual([3, 3]);
    machine.step({ op: 'busy', spa: page(R1), busy: false });
    expect(codes(machine, psmash(R1))).toEqual([0]);
  });

  it('structures that a guest owns fault, each in its way', () => {
    const machine = start();
    expect(machine.step(vmrun(5, null, R1)).fault).toBe('#GP');
    expect(machine.step({ ...vmrun(5, null), avic: page(R1) }).fault).toBe('VMEXIT_INVALID');
    expect(machine.step({ ...vmrun(5, R1), snp: false }).fault).toBe('VMEXIT_INVALID');
    expect(machine.step({ op: 'hsave', spa: page(R1), virtualized: false }).fault).toBe('#GP');
    expect(machine.step({ op: 'vmsave', spa: page(R1), virtualized: false }).fault).toBe('#GP');
    expect(machine.step({ op: 'vmsave', spa: page(R1), virtualized: true })).toMatchObject({
      fault: 'NPF',
      errorCode: 0x8000_0007,
    });
  });
});
