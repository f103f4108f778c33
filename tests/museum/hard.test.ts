import { convictByTrace } from '../../properties/engine/convict';
import { parseTraceFile } from '../../properties/engine/trace-file';
import { inBoxDeviceAccessSubject } from '../../reference/in-box/device-access';
import { inBoxSubject } from '../../reference/in-box/page-table';
import { inBoxRmpSubject } from '../../reference/in-box/rmp';
import { deviceAccessExhibits, deviceAccessExhibitSubject } from '../../reference/museum/device-access';
import { exhibits } from '../../reference/museum/page-table';
import { rmpExhibits, rmpExhibitSubject } from '../../reference/museum/rmp';
import { deviceAccessMachine } from '../../properties/device-access';
import { deviceAccessConfigSchema, deviceAccessOpSchema } from '../../properties/device-access/trace-schema';
import { convictPlainByTrace } from '../../properties/plain/convict';
import { parsePlainTrace } from '../../properties/plain/trace-file';
import { rmpMachine } from '../../properties/rmp';
import { rmpConfigSchema, rmpOpSchema } from '../../properties/rmp/trace-schema';
import { MOST_OTHERS } from './museum';

/** Steps that a rare state takes at least: with fewer an exhibit is not hard. */
const FEWEST_OPS = 3;

const hardOnes = <E extends { readonly hard?: object }>(all: readonly E[]): E[] => all.filter(({ hard }) => hard);

test('there are five hard exhibits of page tables or more, and some of other machines', () => {
  expect(hardOnes(exhibits()).length).toBeGreaterThanOrEqual(5);
  expect(hardOnes([...rmpExhibits(), ...deviceAccessExhibits()]).length).toBeGreaterThanOrEqual(2);
});

test.each(hardOnes(exhibits()).map((exhibit) => [exhibit.name, exhibit] as const))(
  'the stored trace of %s is its own, takes several steps, and is held by in-box',
  async (name, { rule, hard }) => {
    const { trace, ...origin } = parseTraceFile(JSON.stringify(hard), name);
    expect(origin).toMatchObject({ subject: `exhibit:${name}`, rule });
    expect(trace.ops.length).toBeGreaterThanOrEqual(FEWEST_OPS);
    expect(await convictByTrace(inBoxSubject(), rule, hard!)).toBeNull();
  },
);

test.each(hardOnes(rmpExhibits()).map((exhibit) => [exhibit.name, exhibit] as const))(
  'RMP: the stored trace of %s convicts it, not in-box',
  (name, exhibit) => {
    const stored = parsePlainTrace(exhibit.hard, name, 'rmp', rmpConfigSchema, rmpOpSchema);
    expect(stored).toMatchObject({ subject: `exhibit:${name}`, rule: exhibit.rule });
    const found = convictPlainByTrace(rmpMachine, rmpExhibitSubject(exhibit), exhibit.rule, stored);
    expect(found!.others.length).toBeLessThanOrEqual(MOST_OTHERS);
    expect(convictPlainByTrace(rmpMachine, inBoxRmpSubject('in-box'), exhibit.rule, stored)).toBeNull();
  },
);

test.each(hardOnes(deviceAccessExhibits()).map((exhibit) => [exhibit.name, exhibit] as const))(
  'device access: the stored trace of %s convicts it, not in-box',
  (name, exhibit) => {
    const [config, op] = [deviceAccessConfigSchema, deviceAccessOpSchema];
    const stored = parsePlainTrace(exhibit.hard, name, 'device-access', config, op);
    expect(stored).toMatchObject({ subject: `exhibit:${name}`, rule: exhibit.rule });
    const subject = deviceAccessExhibitSubject(exhibit);
    const found = convictPlainByTrace(deviceAccessMachine, subject, exhibit.rule, stored);
    expect(found!.others.length).toBeLessThanOrEqual(MOST_OTHERS);
    const inBox = inBoxDeviceAccessSubject('in-box');
    expect(convictPlainByTrace(deviceAccessMachine, inBox, exhibit.rule, stored)).toBeNull();
  },
);
