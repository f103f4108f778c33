import { SaxesParser } from 'saxes';
import type { TracePicture } from '../../model/vocabulary/picture';
import { REQUEST_PICTURE, TABLE_PICTURE } from '../testing/picture';
import { panelsOf, pictureSvg } from './picture';

/** Names of the elements of a document, in order. Throws where it is not well-formed. */
function elementsOf(document: string): string[] {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => names.push(name));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(document).close();
  return names;
}

const panelCalled = (picture: TracePicture, title: string): string =>
  panelsOf(picture).find((panel) => panel.title.startsWith(title))!.body;

const HOSTILE = '<script>alert("&")</script>\u0000';

describe('the picture of a trace', () => {
  it('of a small trace looks like this', () => {
    expect(pictureSvg(TABLE_PICTURE, 1)).toMatchSnapshot();
  });

  it.each([TABLE_PICTURE, REQUEST_PICTURE])(
    'is well-formed, with a title and a description for each part',
    (picture) => {
      const names = elementsOf(pictureSvg(picture));
      const parts = panelsOf(picture).length;
      expect(names.filter((name) => name === 'desc')).toHaveLength(parts + 1);
      expect(names).not.toContain('script');
    },
  );

  it('is the same each time', () => {
    expect(pictureSvg(REQUEST_PICTURE)).toBe(pictureSvg(REQUEST_PICTURE));
  });

  it('escapes whatever a subject says', () => {
    const hostile: TracePicture = {
      ...TABLE_PICTURE,
      subject: HOSTILE,
      title: HOSTILE,
      reason: HOSTILE,
      config: HOSTILE,
      ops: [{ index: 0, text: HOSTILE }],
      outcome: { observed: HOSTILE, expected: HOSTILE },
    };
    expect(elementsOf(pictureSvg(hostile))).not.toContain('script');
  });

  it('fills the bits of an entry that differ, and no other', () => {
    expect(panelCalled(TABLE_PICTURE, 'The entry').match(/class="badbox"/g)).toHaveLength(1);
  });

  it('marks the breaking op, and says what was expected of it where that is known', () => {
    const ops = panelCalled(REQUEST_PICTURE, 'The ops');
    expect(ops).toContain('expected: aborted, event RMP_PAGE_FAULT');
    expect(ops).toContain('observed: reaches 0x4080_0000');
    expect(ops.match(/class="badbox"/g)).toHaveLength(1);
  });

  it('outlines the sub-pages that are not as expected', () => {
    expect(panelCalled(REQUEST_PICTURE, 'RMP').match(/class="wrongedge"/g)).toHaveLength(1);
  });

  it('draws ranges that were expected over those that were observed', () => {
    const effects: TracePicture['effects'] = [
      { name: 'dirty', range: { start: 0n, end: 0xffffn }, expected: true, observed: false },
      { name: 'dirty', range: { start: 0n, end: 0xefffn }, expected: false, observed: true },
      { name: 'gather', range: null, expected: true, observed: true },
    ];
    const drawn = panelCalled({ ...TABLE_PICTURE, effects }, 'What was reported');
    const widths = [...drawn.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(2);
    expect(widths[0]).toBeGreaterThan(widths[1]!);
    expect(drawn).toContain('an empty range');
  });

  it('marks an end of the trace where no op is to blame', () => {
    expect(panelCalled({ ...TABLE_PICTURE, breaking: 1 }, 'The ops')).toContain('end of the trace');
  });

  it('shows of a long trace the ops before the break', () => {
    const ops = Array.from({ length: 40 }, (_, index) => ({ index, text: `op number ${index}` }));
    const list = panelCalled({ ...TABLE_PICTURE, ops, breaking: 30 }, 'The ops');
    expect(list).toContain('… 15 ops before');
    expect(list).toContain('op number 30');
    expect(list).toContain('… 9 ops after');
  });
});
