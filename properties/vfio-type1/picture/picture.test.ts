import { createType1Model } from '../../../model/vfio-type1';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import { type1Exhibits, type1ExhibitSubject } from '../../../reference/museum/vfio-type1';
import { attach, configOf, IO, map, RAM } from '../../../tests/golden/vfio-type1/build';
import { stateText, type1Picture } from './picture';

const config = configOf({ layout: [RAM(0xfdfff, 1), IO(0xfe000, 1)], config: { cBit: 47 } });
const exhibit = type1ExhibitSubject(type1Exhibits().find(({ name }) => name === 'linux-7.2-never-mmio')!);

/** RAM and a BAR behind it, mapped by a kernel that never says MMIO. */
function picture() {
  const [before, model, kernel] = [exhibit.start(config), createType1Model(config), exhibit.start(config)];
  const op: Type1Op = map(2);
  for (const machine of [before, model, kernel]) expect(machine.step(attach()).value).toBe(0);
  return type1Picture({
    config,
    op,
    before: before.view,
    expectedOutcome: model.step(op),
    observedOutcome: kernel.step(op),
    expected: model.view,
    observed: kernel.view,
  });
}

test('what is behind the process, and what the domain makes of it', () => {
  const [process, domain] = picture().maps;
  expect(process!.leaves.map(({ kind, mark, wrong }) => [kind, mark, wrong])).toEqual([
    ['ram', '', false],
    ['mmio', 'IO', false],
  ]);
  expect(process!.touched).toEqual({ first: 0x7f000_0200, pages: 2 });
  const told = domain!.leaves.map(({ kind, mark, expected, observed, wrong }) => [
    kind,
    mark,
    expected,
    observed,
    wrong,
  ]);
  expect(told).toContainEqual(['ram', 'C', true, true, false]);
  expect(told).toContainEqual(['mmio', '', true, false, true]);
  expect(told).toContainEqual(['mmio', 'C', false, true, true]);
});

test('the calls that it should make, and makes', () => {
  const [should, did] = picture().ways;
  expect(should!.stations.map(({ name, text }) => `${name}: ${text}`)).toEqual([
    'pin: 0xfdff_f000+0x1000',
    'map 0: 0x10_0000 → 0xfdff_f000+0x1000 READ|WRITE|CACHE',
    'map 0: 0x10_1000 → 0xfe00_0000+0x1000 READ|WRITE|MMIO',
    'returns: 0',
  ]);
  expect(did!.stations.filter(({ state }) => state === 'wrong').map(({ text }) => text)).toEqual([
    '0x10_1000 → 0xfe00_0000+0x1000 READ|WRITE|CACHE',
  ]);
});

test('a state in a few words', () => {
  const model = createType1Model(config);
  expect(stateText(model.view)).toBe('no domain, 0 mapped, 0 pages pinned, 0 locked');
  for (const op of [attach(), map(2)]) expect(model.step(op).value).toBe(0);
  expect(stateText(model.view)).toBe('domains 0, 1 mapped, 1 pages pinned, 1 locked');
});
