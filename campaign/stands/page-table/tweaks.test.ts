import { PROFILES } from '../../../model/page-table/profiles';
import type { Op, PageTableConfig } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { seededDraw } from '../../../properties/engine/draw';
import { CaseGenerator, drawTrace } from '../../../properties/page-table/generator';
import { inBoxSubject } from '../../../reference/in-box/page-table';
import { PageTableTweaks } from './tweaks';

/** One past the last page of 64 bits of address. */
const PAGES = 2 ** 52;
const { capabilities } = inBoxSubject();
const tweaks = new PageTableTweaks(capabilities);

/** Changes each op of some drawn cases. */
function changed(cases: number, themes?: readonly string[]): { op: Op; config: PageTableConfig }[] {
  const { contract, assumptions } = PROFILES['linux-7.2']!;
  const options = { contract, assumptions, capabilities };
  const generator = new CaseGenerator(themes === undefined ? options : { ...options, themes });
  return Array.from({ length: cases }, (_, k) => {
    const { config, ops } = drawTrace(generator, seededDraw('tweaks', k));
    const draw = seededDraw('tweak', k);
    return ops.map((op) => ({ op: tweaks.tweak(op, config, draw), config }));
  }).flat();
}

test('addresses and lengths stay within 64 bits', () => {
  const wild = changed(150).filter(({ op: { iova, oa, len } }) => [iova, oa, len].some((n) => n < 0 || n >= PAGES));
  expect(wild).toEqual([]);
});

test('a look-up at the last page is not moved past it', () => {
  const [{ op, config }] = changed(1) as [{ op: Op; config: PageTableConfig }];
  const last = { ...op, kind: OpKind.iovaToPhys, iova: PAGES - 1, len: 0, pageLg: 0, segments: null };
  for (let k = 0; k < 100; k++) {
    expect(tweaks.tweak(last, { ...config, vasz: 64 }, seededDraw('last', k)).iova).toBeLessThan(PAGES);
  }
});

test('a domain without tables has wrappers alone', () => {
  const special = changed(20, ['special-domains']).filter(({ config }) => config.domainType !== 'paging');
  const wrappers: readonly OpKind[] = [OpKind.iommuMap, OpKind.iommuMapSg, OpKind.iommuUnmap, OpKind.iovaToPhys];
  expect(special.length).toBeGreaterThan(100);
  expect(special.filter(({ op }) => !wrappers.includes(op.kind))).toEqual([]);
});
