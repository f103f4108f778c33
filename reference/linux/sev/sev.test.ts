/** arch/x86/virt/svm/sev.c of the kernel that `npm run linux` has built, over the model's RMP. */
import { modelOracle } from '../../../model/rmp-wrapper';
import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';
import type { MakePrivateOp, WrapperOp } from '../../../model/vocabulary/rmp-wrapper/op';
import type { WrapperEvent, WrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import { isOwnTree } from '../subjects';
import { linuxPrograms } from '../programs';
import { KernelProcess, type KernelHost } from '../kbuild/process';
import { LinuxSev } from './linux-sev';
import { Msr } from './registers';
import { PLAIN } from './testing/configs';

const { built, missing } = linuxPrograms();
const REGION = 512;
const RAW: WrapperConfig = { ...PLAIN, rmpread: false };
/** Two segments of 64 GiB, whole. */
const SEGMENTED: WrapperConfig = {
  ...RAW,
  rmp: {
    ...PLAIN.rmp,
    coverage: { kind: 'segmented', base: 0x10_0000, segmentLg: 36, segments: [0x100_0040n, 0x1100_0040n] },
  },
  ram: [{ spa: 0, pages: 2 ** 25 }],
};
/** SNPEn is not set yet. */
const COLD: WrapperConfig = { ...PLAIN, rmp: { ...PLAIN.rmp, cpuSnpEnabled: false, iommuSnpEnabled: false } };
const EFAULT = -14;
const EINVAL = -22;
const ENODEV = -19;
const ENOSYS = -38;

test('it is built, or there is a reason', () => {
  expect(built.length + missing.length).toBeGreaterThan(0);
  for (const { reason } of missing) expect(reason).not.toBe('');
});

const toGuest = (page: number, level: 1 | 2 | 3, more: Partial<MakePrivateOp> = {}): WrapperOp => ({
  ...{ op: 'makePrivate', page, gpa: page * 4096, level, asid: 5, immutable: false, splitFails: false },
  ...more,
});
const toHost = (page: number, level: 1 | 2, splitFails = false): WrapperOp => ({
  op: 'makeShared',
  page,
  level,
  splitFails,
});
const namesOf = ({ events }: WrapperOutcome): string[] => events.map(({ event }) => event);
const printed = ({ events }: WrapperOutcome): string[] => events.flatMap((e) => (e.event === 'print' ? [e.text] : []));
const only = <E extends WrapperEvent['event']>({ events }: WrapperOutcome, name: E) =>
  events.filter((e): e is Extract<WrapperEvent, { event: E }> => e.event === name);

for (const program of built.filter(({ name, kind }) => kind === 'sev' && !isOwnTree(name))) {
  describe(`${program.name} ${program.kernel}`, () => {
    let sev: LinuxSev;
    beforeAll(() => {
      sev = new LinuxSev(program, modelOracle);
    });
    afterAll(() => sev.close());

    /** Boots, and runs ops one after another. */
    function run(config: WrapperConfig, ops: readonly WrapperOp[]) {
      const machine = sev.start(config);
      return { machine, outcomes: ops.map((op) => machine.step(op)) };
    }

    describe.each([
      ['RMPREAD', PLAIN],
      ['raw entries', RAW],
      ['segments', SEGMENTED],
    ])('%s', (_, config) => {
      test('boots', () => {
        const { boot } = run(config, []).machine;
        expect(boot).toMatchObject({ end: 'ok', value: 0 });
        expect(printed(boot)[0]).toMatch(/RMP (base )?table physical range \[0x0000000000100000/);
      });

      test('a 2M page of a guest: level from the aligned entry, all 512 pages assigned (RMP-009)', () => {
        const looks: WrapperOp[] = [0, 5, 511].map((i) => ({ op: 'lookup', page: REGION + i }));
        const { outcomes } = run(config, [toGuest(REGION, 2), ...looks, { op: 'lookup', page: 2 * REGION }]);
        const [update, ...seen] = outcomes;
        expect(namesOf(update!)).toEqual(['rmpupdate']);
        expect(update!.value).toBe(0);
        expect(seen.map(({ value, assigned, level }) => [value, assigned, level])).toEqual([
          ...looks.map(() => [0, true, 2]),
          [0, false, 1],
        ]);
      });

      test('PSMASH, then one page back to the host, split from the direct map first (RMP-107)', () => {
        const page = REGION + 7;
        const { outcomes, machine } = run(config, [
          toGuest(REGION, 2),
          { op: 'psmash', page: REGION },
          toHost(page, 1),
          { op: 'lookup', page },
          { op: 'lookup', page: page + 1 },
          { op: 'psmash', page: REGION },
        ]);
        expect(namesOf(outcomes[2]!)).toEqual(['directMapLevel', 'split', 'rmpupdate']);
        expect(only(outcomes[2]!, 'split')).toEqual([{ event: 'split', spa: page * 4096, pages: 1, value: 0 }]);
        expect(machine.view.directMapLevel(page * 4096)).toBe(1);
        expect(outcomes.map(({ value }) => value)).toEqual([0, 0, 0, 0, 0, 7]);
        expect(outcomes.slice(3, 5).map(({ assigned, level }) => [assigned, level])).toEqual([
          [false, 1],
          [true, 1],
        ]);
      });

      test('a dump of a page names it, and says what is in memory', () => {
        const { outcomes } = run(config, [
          toGuest(REGION + 3, 1, { gpa: 0x1234_5000, asid: 7 }),
          { op: 'dump', hva: 0x3000, leaf: { page: REGION + 3, level: 1 } },
          { op: 'dump', hva: 0x20_4000, leaf: { page: REGION, level: 2 } },
          { op: 'dump', hva: 0x3000, leaf: null },
        ]);
        // rmp.md 1.2, ASID 7: the sample of that section.
        const line = 'PFN: 0x203, [0x0038000012345001 - 0x000000000000001f]';
        expect(printed(outcomes[1]!)).toEqual([`SEV-SNP: ${line.replace('PFN: 0x203,', 'PFN 0x203, RMP entry:')}`]);
        expect(printed(outcomes[2]!)).toEqual([
          'SEV-SNP: PFN 0x204 unassigned, dumping non-zero entries in 2M PFN region: [0x200 - 0x400]',
          // Unassigned, but it holds the count of assigned sub-pages.
          'SEV-SNP: PFN: 0x200, [0x0000000000000008 - 0x0000000000000000]',
          `SEV-SNP: ${line}`,
        ]);
        expect(printed(outcomes[3]!)).toEqual(["SEV-SNP: Can't dump RMP entry for HVA 3000: no PTE/PFN found"]);
      });

      test('arguments that are refused before any instruction', () => {
        const outside = 2 ** 27;
        const { outcomes } = run(config, [
          toGuest(REGION + 1, 2),
          toGuest(outside, 1),
          toHost(outside, 2),
          { op: 'psmash', page: outside },
          toHost(2 ** 52 + REGION, 1),
        ]);
        expect(outcomes.map(({ value }) => value)).toEqual([EFAULT, EFAULT, EFAULT, EINVAL, EFAULT]);
        expect(outcomes.flatMap(namesOf)).toEqual([]);
      });

      test('an update that fails says so, dumps the entry, and changes nothing else', () => {
        const locked: RmpPreset = { spa: 9, pages: 1, state: 'Firmware', size: 0, asid: 0, gpa: 0 };
        const { outcomes } = run({ ...config, rmp: { ...config.rmp, preset: [locked] } }, [toHost(9, 1)]);
        expect(outcomes[0]).toMatchObject({ end: 'ok', value: EFAULT });
        expect(printed(outcomes[0]!)[0]).toBe('SEV-SNP: RMPUPDATE failed for PFN 9, pg_level: 1, ret: 2');
        expect(namesOf(outcomes[0]!).at(-1)).toBe('dumpStack');
      });

      test('a split that fails: no update', () => {
        const [outcome] = run(config, [toHost(REGION, 1, true)]).outcomes;
        expect(outcome).toMatchObject({ value: EFAULT });
        expect(namesOf(outcome!)).toEqual(['directMapLevel', 'split', 'print']);
      });

      test('an overlap that nobody resolves: it never returns (RMP-109), and the trace is over', () => {
        const { outcomes } = run(config, [toGuest(REGION, 2), toHost(REGION + 1, 1), { op: 'lookup', page: 0 }]);
        expect(outcomes[1]).toMatchObject({ end: 'hung', value: null });
        expect(only(outcomes[1]!, 'rmpupdate')).toMatchObject([{ spa: (REGION + 1) * 4096, code: 4, times: 64 }]);
        expect(outcomes[2]!.end).toBe('over');
      });
    });

    test('the last four machines go on side by side; an older one says that it cannot', () => {
      const machines = [1, 2, 3, 4, 5].map(() => sev.start(PLAIN));
      const look: WrapperOp = { op: 'lookup', page: REGION };
      machines.slice(2).forEach((machine) => machine.step(toGuest(REGION, 2)));
      expect(machines.slice(1).map((machine) => machine.step(look).assigned)).toEqual([false, true, true, true]);
      expect(() => machines[0]!.step(look)).toThrow('made room');
    });

    test('a WARN with a message is told with place and text, by the kernel’s own formatting', () => {
      const kernel = new KernelProcess(program.path);
      const warnings: string[] = [];
      const host: KernelHost = {
        // Segments are on, and RMP_END, which should then be zero, is not.
        ask: (name, [word]) =>
          name === 'cpuid'
            ? { words: [BigInt(30 | (36 << 6)), 0n, 0n, 0n] }
            : { words: [MSRS.get(Number(word)) ?? 0n] },
        tell: (name, _words, bytes) => {
          if (name === 'warn') warnings.push(Buffer.from(bytes).toString());
        },
      };
      const MSRS = new Map([
        [Msr.rmpBase, 0x10_0000n],
        [Msr.rmpEnd, 0x20_0000n],
        [Msr.rmpCfg, (36n << 8n) | 1n],
      ] as [number, bigint][]);
      kernel.reset();
      const segmentedRmpAndHostSnp = 2n | 4n;
      kernel.call('configure', [segmentedRmpAndHostSnp, 2n ** 20n, 0n], host);
      expect(kernel.call('probe', [], host)).toMatchObject({ how: 'ok', words: [1n] });
      expect(warnings).toEqual([
        expect.stringMatching(/^arch\/x86\/virt\/svm\/sev\.c:\d+: Segmented RMP enabled but RMP_END MSR is non-zero$/),
      ]);
      kernel.close();
    });

    test('RMPREAD and raw entries are read where each should be', () => {
      const look: WrapperOp = { op: 'lookup', page: REGION + 5 };
      expect(run(PLAIN, [look]).outcomes[0]!.events).toEqual([
        { event: 'rmpread', spa: (REGION + 5) * 4096, code: 0 },
        { event: 'rmpread', spa: REGION * 4096, code: 0 },
      ]);
      const first = 0x10_4000;
      expect(run(RAW, [look]).outcomes[0]!.events).toEqual([
        { event: 'entryRead', at: first + (REGION + 5) * 16, page: REGION + 5 },
        { event: 'entryRead', at: first + REGION * 16, page: REGION },
      ]);
    });

    test('what is not covered is an error', () => {
      const beyond: WrapperOp = { op: 'lookup', page: 2 ** 20 };
      expect(run(PLAIN, [beyond]).outcomes[0]).toMatchObject({ value: 1, assigned: null, level: null });
      expect(run(RAW, [beyond]).outcomes[0]).toMatchObject({ value: EFAULT, assigned: null, level: null });
    });

    test('the state of RMPUPDATE: all fields in the software format (rmp.md 1.3)', () => {
      const op = toGuest(REGION, 2, { gpa: 0x8000_0000, immutable: true });
      const [update] = only(run(PLAIN, [op]).outcomes[0]!, 'rmpupdate');
      expect(Buffer.from(update!.state).toString('hex')).toBe('00000080000000000101010005000000');
    });

    test('a direct map of 4K pages, or none, is not split; one of 1G pages is', () => {
      const splits = (directMap: WrapperConfig['directMap']) =>
        only(run({ ...PLAIN, directMap }, [toHost(9, 1)]).outcomes[0]!, 'split').length;
      expect((['4K', 'none', '2M', '1G'] as const).map(splits)).toEqual([0, 0, 1, 1]);
    });

    test('without SNP every call is −ENODEV, and no instruction runs', () => {
      const calls: WrapperOp[] = [
        { op: 'lookup', page: 1 },
        toGuest(1, 1),
        toHost(1, 1),
        { op: 'psmash', page: REGION },
      ];
      const { machine, outcomes } = run({ ...PLAIN, hostSnp: false }, calls);
      expect(machine.boot).toMatchObject({
        value: ENOSYS,
        events: expect.arrayContaining([{ event: 'warn', text: expect.stringContaining('arch/x86/virt/svm/sev.c:') }]),
      });
      expect(outcomes.map(({ value }) => value)).toEqual(calls.map(() => ENODEV));
      expect(outcomes.flatMap(namesOf)).toEqual([]);
    });

    test.each([0, 1, 2, 3])('an allocation of the boot fails (%i): no SNP, nothing kept', (failAllocation) => {
      const { machine, outcomes } = run({ ...RAW, failAllocation }, [{ op: 'lookup', page: 1 }]);
      const count = (name: WrapperEvent['event'], given: boolean) =>
        machine.boot.events.filter((e) => e.event === name && (!('given' in e) || e.given === given)).length;
      expect(machine.boot.value).toBe(ENOSYS);
      expect(count('free', true)).toBe(count('allocate', true));
      expect(count('unmapTable', true)).toBe(count('mapTable', true));
      expect(outcomes[0]!.value).toBe(ENODEV);
    });

    test('a table that does not cover all RAM: no SNP', () => {
      const coverage = { kind: 'flat', base: 0x10_0000, end: 0x110_1fff } as const;
      const short: WrapperConfig = { ...PLAIN, rmp: { ...PLAIN.rmp, coverage } };
      expect(run(short, []).machine.boot.value).toBe(ENOSYS);
    });

    test('SNP_INIT is prepared: the RMP cleared before SNPEn, caches written back, VM_HSAVE_PA cleared (rmp.md 1.7)', () => {
      const [first, second] = run(COLD, [{ op: 'prepare' }, { op: 'prepare' }]).outcomes;
      expect(first).toMatchObject({ end: 'ok', value: 0 });
      expect(namesOf(first!)).toEqual(['fill', 'fill', 'wbinvd', 'wrmsr', 'wrmsr', 'wrmsr']);
      expect(only(first!, 'fill')).toEqual([
        { event: 'fill', at: 0x10_0000, bytes: 0x4000, value: 0 },
        { event: 'fill', at: 0x10_4000, bytes: 0x100_0000, value: 0 },
      ]);
      expect(only(first!, 'wrmsr').map(({ value }) => (value >> 24n) & 3n)).toEqual([0n, 3n, 0n]);
      expect(second).toMatchObject({ value: 0, events: [] });
    });

    test('with a CPU missing nothing is enabled', () => {
      const [outcome] = run({ ...COLD, cpuMissing: true }, [{ op: 'prepare' }]).outcomes;
      expect(outcome!.value).toBe(-95);
      expect(only(outcome!, 'wrmsr')).toEqual([]);
    });

    test('leaked pages are counted and listed; locks are given back (RMP-108)', () => {
      const { machine, outcomes } = run(PLAIN, [
        { op: 'leak', page: 5, pages: 2, dump: true },
        { op: 'leak', page: 2 ** 20 - 1, pages: 1, dump: false },
      ]);
      expect(machine.view.leaked()).toEqual({ count: 3, pages: [5, 6, 2 ** 20 - 1] });
      expect(outcomes.flatMap((outcome) => only(outcome, 'locksHeld'))).toEqual([]);
    });
  });
}
