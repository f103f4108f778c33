import { DEFAULT_RMP_ASSUMPTIONS } from '../model/vocabulary/rmp/assumption';
import type { MachineSubject } from '../model/vocabulary/plain';
import { deviceAccessMachine } from '../properties/device-access';
import { checkPlain } from '../properties/plain/check';
import type { PlainMachine } from '../properties/plain/machine';
import { rmpMachine } from '../properties/rmp';
import { otherChoices } from '../properties/rmp/alternatives';
import { inBoxDeviceAccessSubject } from '../reference/in-box/device-access';
import { inBoxRmpSubject } from '../reference/in-box/rmp';

/**
 * Cases for each of the many answers, on the machine that the question is about, and on the other one: what differs
 * between answers shows early, and the campaigns go on from here. Each answer has cases of its own.
 */
const CASES = 4;
const CASES_OF_OTHER = 1;
/** Questions about requests of devices, their tables and the IOMMU. */
const isAboutIo = (assumption: string): boolean => /^(IO_|T0_|T1_|NESTED_|S1_|DTE_|IOMMU_|IOTLB_)/.test(assumption);

/** Every single question answered otherwise. */
const OTHERS = [...otherChoices(DEFAULT_RMP_ASSUMPTIONS)].map(
  ({ assumption, position, choices }) => [assumption, position, { [assumption]: choices[assumption] }] as const,
);

async function expectHeld<Name extends string, Config, Op extends { readonly op: string }, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name },
  subject: MachineSubject<Config, Op, Outcome, View>,
  assume: Readonly<Record<string, unknown>>,
  cases: number,
): Promise<void> {
  const verdict = await checkPlain(machine, subject, { seed: JSON.stringify(assume), cases, assume });
  const found = [...verdict.rules.flatMap(({ findings }) => findings), ...verdict.divergences];
  expect(
    found.map(({ rule, op, effect, counterexample }) => ({ rule, op, effect, why: counterexample.reason })),
  ).toEqual([]);
  expect(verdict.rules.some(({ exercised }) => exercised > 0)).toBe(true);
}

test.each(OTHERS)('%s=%s: in-box and model of the RMP agree, and hold every rule', (name, _position, assume) =>
  expectHeld(rmpMachine, inBoxRmpSubject('in-box:rmp'), assume, isAboutIo(name) ? CASES_OF_OTHER : CASES),
);

test.each(OTHERS)('%s=%s: in-box and model of device access agree, and hold every rule', (name, _position, assume) =>
  expectHeld(
    deviceAccessMachine,
    inBoxDeviceAccessSubject('in-box:device-access'),
    assume,
    isAboutIo(name) ? CASES : CASES_OF_OTHER,
  ),
);
