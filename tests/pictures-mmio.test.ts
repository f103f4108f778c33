/** Pictures of the machines of dma-mmio.md: what is decoded, not how it is drawn (reports/picture). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { standCalled } from '../cli/plain/stands';
import { plainPicture } from '../cli/plain/picture';
import type { TracePicture } from '../model/vocabulary/picture';
import { pictureSvg } from '../reports/picture/picture';
import { ROOT } from './support/built';
import { parseXml } from './support/xml';

/** The picture of a stored trace at one of its ops, on the subject that it names. */
function pictureOf(machine: string, at: number, asked?: string): TracePicture {
  const stand = standCalled(machine)!;
  const document = JSON.parse(readFileSync(join(ROOT, 'tests', 'pictures', `${machine}.json`), 'utf8')) as unknown;
  const { subject, ...trace } = stand.parse(document, machine);
  return plainPicture(stand, trace, { rule: null, reason: '', subject: asked ?? subject!, at });
}

const stationsOf = (picture: TracePicture, title: string): readonly string[] =>
  picture.ways.find((way) => way.title === title)!.stations.map(({ name, state }) => `${name} ${state}`);

describe('a revoke that empties one area and forgets its copy', () => {
  const picture = pictureOf('dma-buf', 4);

  it('has the ranges of the buffer, and the IOPTEs that are left', () => {
    expect(picture.maps.map(({ title }) => title)).toEqual(['Ranges of b3', 'IOPTEs of domain 1 of the IOAS']);
    expect(
      picture.maps[1]!.leaves.map(({ first, kind, before, expected, observed, wrong }) => [
        first,
        kind,
        { before, expected, observed, wrong },
      ]),
    ).toEqual([
      [0, 'mmio', { before: true, expected: false, observed: false, wrong: false }],
      [0x60, 'mmio', { before: true, expected: false, observed: true, wrong: true }],
    ]);
  });

  it('tells the revoke state op by op, where it changes', () => {
    expect(picture.ops.map(({ state }) => state)).toEqual([
      undefined,
      'b3 LIVE',
      'b3 LIVE; area r2',
      'b3 LIVE; area r2; area r3',
      'b3 REVOKED; area r2 revoked; area r3 revoked',
    ]);
  });

  it('has the call itself as it should be', () => {
    expect(stationsOf(picture, 'What the call did')).toEqual([
      'zap passed',
      'invalidate passed',
      'act passed',
      'ends passed',
    ]);
    expect(parseXml(pictureSvg(picture)).name).toBe('svg');
  });
});

describe('a teardown that frees what is mapped', () => {
  const picture = pictureOf('viommu', 1);

  it('has the sub-region that is to stay, and does not', () => {
    const [stays, goes] = picture.maps[0]!.leaves;
    expect(stays).toMatchObject({ first: 0, lg: 21, count: 1, expected: true, observed: false, wrong: true });
    expect(goes).toMatchObject({ first: 512, lg: 21, count: 3, expected: false, observed: false, wrong: false });
  });

  it('marks the steps that should not have been, and no others', () => {
    const did = stationsOf(picture, 'What the call did').filter((text) => text.endsWith('wrong'));
    expect(did).toEqual(['W0 restore wrong', 'X0 free wrong', 'ends wrong']);
  });

  it('says of the block what it is, and what it should be', () => {
    const { stations } = picture.ways.find(({ title }) => title === 'The blocks afterwards')!;
    expect(stations.map(({ text }) => text)).toEqual([
      '0x1_8000_0000: free, write-back; expected: allocated, 512 pages uncached, leaked in slot 0 of IOMMU 0',
    ]);
    expect(parseXml(pictureSvg(picture)).name).toBe('svg');
  });

  it('is as expected on a sound subject: one way, nothing wrong', () => {
    const sound = pictureOf('viommu', 1, 'in-box:viommu');
    expect(sound.ways.map(({ title }) => title)).toEqual(['What the call did', 'The blocks afterwards']);
    expect(sound.ways.flatMap(({ stations }) => stations).filter(({ state }) => state === 'wrong')).toEqual([]);
    expect(sound.maps.flatMap(({ leaves }) => leaves).some(({ wrong }) => wrong)).toBe(false);
  });
});
