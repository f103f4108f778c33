import { createViommuModel } from '../../model/viommu';
import { Errno } from '../../model/vocabulary/errno';
import { access, configOf, driverInit, init, setDte, uninit } from '../../tests/golden/viommu/build';
import { describeConfig, describeOp, describeOutcome } from './words';

test('ops and outcomes, in words', () => {
  const model = createViommuModel(configOf({}));
  const ops = [
    init({ step: 'setUncached', region: 0, pages: 7, errno: Errno.EINVAL }),
    init(),
    setDte,
    access(0x20_1234),
    uninit({ step: 'unmap', region: 0, bytes: 0 }, { step: 'wait', region: 1 }),
    access(0x80_0000),
    driverInit({ step: 'mapVf' }),
  ];
  const lines = ops.map((op) => `${describeOp(op)} → ${describeOutcome(op, model.step(op))}`);
  expect(lines[0]).toBe(
    'init(IOMMU 0, setUncached of sub-region 0 fails after 7 pages with -EINVAL (-22)) → -EINVAL (-22); domain 1; ' +
      'A0 0x20_0000 at 0x4000_0000; U0 512 pages at 0x4000_0000 fails: -EINVAL (-22); W0 512 pages at 0x4000_0000; ' +
      'X0 0x4000_0000; domain 1 freed',
  );
  expect(lines[2]).toBe('setDte(IOMMU 0) → 0');
  expect(lines[3]).toBe('IOMMU 0 reads 0x20_1234 → reaches 0x4020_1234');
  expect(lines[4]).toMatch(
    /^uninit\(IOMMU 0, unmap of sub-region 0 takes 0x0, wait of sub-region 1 fails\) → any error; N0 0x0\+0x20_0000 takes 0x0; N1/,
  );
  expect(lines[4]).toContain('F1 domain 1 0x20_0000+0x20_0000; F1 wait fails: -EIO (-5); N2');
  expect(lines[5]).toBe('IOMMU 0 reads 0x80_0000 → faults');
  expect(lines[6]).toBe('driverInit(IOMMU 0, mapVf fails) → -ENOMEM (-12); mapVf fails: -ENOMEM (-12)');
});

test('a configuration, in words', () => {
  const config = configOf({ config: { iommus: [{ node: 0 }, { node: null }], hostTranslation: false, cBit: null } });
  expect(describeConfig({ ...config, memory: config.memory.slice(0, 1) })).toBe(
    'IOMMU 0 of node 0; IOMMU 1 of no node; memory: 0x4000_0000 (node 0, 512 pages of data); no C-bit; no host translation',
  );
});
