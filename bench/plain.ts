import type { HostConfig } from '../model/vocabulary/host/config';
import type { HostOp } from '../model/vocabulary/host/op';
import { DEFAULT_RMP_ASSUMPTIONS } from '../model/vocabulary/rmp/assumption';
import { deviceAccessMachine } from '../properties/device-access';
import { seededDraw } from '../properties/engine/draw';
import { HostJudge, HostSource, hostRules, runCase } from '../properties/host';
import { drawCase } from '../properties/plain/case';
import { PlainJudge } from '../properties/plain/judge';
import type { PlainMachine } from '../properties/plain/machine';
import { rmpMachine } from '../properties/rmp';
import { inBoxDeviceAccessSubject } from '../reference/in-box/device-access';
import { hostSubject } from '../reference/in-box/host';
import { inBoxRmpSubject } from '../reference/in-box/rmp';
import { correct } from '../reference/policies/correct';
import type { MachineSubject } from '../model/vocabulary/plain';

const column = (text: string, width: number): string => text.padStart(width);
const thousand = (n: number): string => `${Math.round(n / 1000)} k`;

/** Runs `once` for `seconds` after as long a warm-up; returns what it counted per second. */
function rate(seconds: number, once: () => number): number {
  const run = (): number => {
    const started = performance.now();
    let counted = 0;
    while (performance.now() - started < seconds * 1000) counted += once();
    return counted / ((performance.now() - started) / 1000);
  };
  run();
  return run();
}

/** Judged ops per second of a plain machine's in-box implementation: draw, model, subject twice, comparison, rules. */
function plainRate<Config, Op extends { readonly op: string }, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  subject: MachineSubject<Config, Op, Outcome, View>,
  seconds: number,
): number {
  const judge = new PlainJudge(machine);
  const tally = new Int32Array(judge.rules.length);
  const source = machine.source({});
  let k = 0;
  return rate(seconds, () => {
    const { config, ops } = drawCase(machine, source, seededDraw('bench', k++));
    judge.judge(subject, config, ops, tally);
    return ops.length;
  });
}

/** Atomic steps per second of generated cases on policy `correct`: draw, host with raw walks, every rule. */
function hostRate(seconds: number): number {
  const judge = new HostJudge(hostRules());
  const source = new HostSource({}, null);
  const subject = hostSubject('policy:correct', correct);
  let k = 0;
  return rate(seconds, () => {
    const before = judge.steps;
    const draw = seededDraw('bench', k++);
    runCase(judge, subject, source, draw, draw.pick(source.themes));
    return judge.steps - before;
  });
}

/** Ops that keep `guests` guests, `devices` devices each, and `regions` 2M regions of memory each busy. */
function busyTrace(guests: number, devices: number, regions: number): { config: HostConfig; ops: HostOp[] } {
  const config: HostConfig = {
    ram: guests * regions + 2,
    mmio: [],
    guests: Array.from({ length: guests }, (_, g) => ({
      asid: 5 + g,
      vtom: null,
      backing: 'in-place',
      regions: Array.from({ length: regions }, () => 'shared' as const),
      launched: true,
    })),
    devices: Array.from({ length: guests * devices }, (_, d) => ({ guest: d % guests, ats: false })),
    importers: [],
    contention: 0,
    assumptions: DEFAULT_RMP_ASSUMPTIONS,
  };
  const ops: HostOp[] = config.devices.map(({ guest }, device) => ({
    op: 'start',
    actor: `vmm${guest}`,
    call: { call: 'attach', device, t: 0 },
    hold: null,
  }));
  for (let g = 0; g < guests; g++) {
    for (let r = 0; r < regions; r++) {
      const range = { gfn: r * 512 + 7, n: 1 };
      ops.push({ op: 'start', actor: `vcpu${g}.0`, call: { call: 'toPrivate', ...range }, hold: null });
      ops.push({ op: 'access', by: 'device', device: g, t: 0, page: r * 512 + 9, write: true });
      ops.push({ op: 'start', actor: `vcpu${g}.0`, call: { call: 'toShared', ...range }, hold: null });
    }
  }
  return { config, ops };
}

/** Atomic steps per second of one host of a given size. */
function busyRate(guests: number, devices: number, regions: number, seconds: number): number {
  const judge = new HostJudge(hostRules());
  const subject = hostSubject('policy:correct', correct);
  const { config, ops } = busyTrace(guests, devices, regions);
  return rate(seconds, () => {
    const before = judge.steps;
    judge.judge(subject, config, ops);
    return judge.steps - before;
  });
}

/** Prints the speed of the plain machines, and how the host's grows. */
function printPlainMachines(seconds: number): void {
  console.log('\nmachines of plain records, in box, in process: judged per second');
  console.log(
    `${'rmp'.padEnd(30)}${column(`${thousand(plainRate(rmpMachine, inBoxRmpSubject('rmp'), seconds))} ops`, 15)}`,
  );
  const device = plainRate(deviceAccessMachine, inBoxDeviceAccessSubject('device-access'), seconds);
  console.log(`${'device-access'.padEnd(30)}${column(`${thousand(device)} ops`, 15)}`);
  console.log(`${'host, policy correct'.padEnd(30)}${column(`${thousand(hostRate(seconds))} steps`, 15)}`);
  console.log('\ngrowth of the host (policy correct): guests, devices of each, 2M regions of each → judged steps/s');
  for (const [guests, devices, regions] of [
    [1, 1, 1],
    [4, 1, 1],
    [16, 1, 1],
    [1, 4, 1],
    [1, 16, 1],
    [1, 1, 4],
    [1, 1, 16],
    [1, 1, 64],
  ] as const) {
    const steps = busyRate(guests, devices, regions, seconds / 4);
    console.log(
      `${column(String(guests), 6)}${column(String(devices), 5)}${column(String(regions), 5)}  ${thousand(steps)}`,
    );
  }
}

printPlainMachines(Number(process.argv[2]));
