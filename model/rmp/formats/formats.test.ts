import fc from 'fast-check';
import type { RmpEntry, RmpSize } from '../../vocabulary/rmp/entry';
import { decodeRaw, encodeRaw } from './raw';
import { decodeNewState, decodeReadOut, encodeNewState, encodeReadOut } from './software';

const size = fc.constantFrom<RmpSize>(0, 1);
const gpaField = fc.integer({ min: 0, max: 2 ** 39 - 1 });
const entries: fc.Arbitrary<RmpEntry> = fc.record({
  assigned: fc.boolean(),
  size,
  immutable: fc.boolean(),
  gpa: gpaField,
  asid: fc.integer({ min: 0, max: 1023 }),
  vmsa: fc.boolean(),
  validated: fc.boolean(),
  masks: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
});

const entry = (fields: Partial<RmpEntry>): RmpEntry => ({
  assigned: true,
  size: 0,
  immutable: false,
  gpa: 0,
  asid: 0,
  vmsa: false,
  validated: false,
  masks: [0, 0, 0, 0],
  ...fields,
});
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

describe('the raw format (rmp.md 1.2)', () => {
  it.each([
    ['Firmware', entry({ immutable: true }), 0, 0x8000000000000005n],
    ['Firmware, base of a region', entry({ immutable: true }), 255, 0x80000000000007fdn],
    ['HV-Fixed', entry({ assigned: false, immutable: true }), 0, 0x4n],
    ['Hypervisor', entry({ assigned: false }), 0, 0n],
    ['Guest-Valid 2M', entry({ size: 1, gpa: 0x8_0000, asid: 5, validated: true }), 0, 0x4028000080000003n],
    ['stub', entry({}), 0, 1n],
    ['after PSMASH, base', entry({ gpa: 0x8_0000, asid: 5, validated: true }), 511, 0x4028000080000ff9n],
    ['after PSMASH, page 1', entry({ gpa: 0x8_0001, asid: 5, validated: true }), 0, 0x4028000080001001n],
    ['Guest-Invalid', entry({ gpa: 0x1_2345, asid: 7 }), 0, 0x0038000012345001n],
    ['Firmware-IOMMU', entry({ immutable: true, gpa: 0x20_0000_0001 }), 0, 0x8002000000001005n],
    ['VMSA', entry({ gpa: 0xf_ffff_ffff, asid: 2, vmsa: true, validated: true }), 0, 0x6010fffffffff001n],
  ] as const)('%s', (_name, fields, subCount, word) => {
    expect(encodeRaw(fields, subCount)[0]).toBe(word);
    expect(decodeRaw([word, 0n], 4)).toEqual({ ...fields, subCount });
  });

  it('has one byte for each VMPL mask', () => {
    expect(encodeRaw(entry({ masks: [0x1f, 3, 0, 1] }), 0)[1]).toBe(0x0100031fn);
  });

  it('round-trips (RMP-015)', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 511 }), (fields, subCount) => {
        expect(decodeRaw(encodeRaw(fields, subCount), 4)).toEqual({ ...fields, subCount });
      }),
    );
  });
});

describe('the software format (rmp.md 1.3)', () => {
  it('encodes the examples', () => {
    const guest = { assigned: true, size: 1, immutable: true, gpa: 0x8000_0000, asid: 5, reserved: false } as const;
    expect(hex(encodeNewState(guest))).toBe('00 00 00 80 00 00 00 00 01 01 01 00 05 00 00 00');
    const donation = { assigned: true, size: 0, immutable: true, gpa: 0, asid: 0, reserved: false } as const;
    expect(hex(encodeNewState(donation))).toBe('00 00 00 00 00 00 00 00 01 00 01 00 00 00 00 00');
  });

  const fields = {
    assigned: fc.boolean(),
    size,
    immutable: fc.boolean(),
    gpa: gpaField.map((page) => page * 4096),
    asid: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  };

  it('round-trips as input and as output (RMP-015)', () => {
    fc.assert(
      fc.property(fc.record({ ...fields, reserved: fc.boolean() }), (to) => {
        expect(decodeNewState(encodeNewState(to))).toEqual(to);
      }),
    );
    fc.assert(
      fc.property(fc.record({ ...fields, regionBusy: fc.boolean() }), (out) => {
        expect(decodeReadOut(encodeReadOut(out))).toEqual(out);
      }),
    );
  });

  it.each([
    [8, 2],
    [9, 2],
    [10, 0x80],
    [11, 1],
  ])('byte %i = %i is reserved in the input', (at, value) => {
    const bytes = new Uint8Array(16);
    bytes[at] = value;
    expect(decodeNewState(bytes).reserved).toBe(true);
  });
});
