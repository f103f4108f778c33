import {
  DeviationsFileError,
  KnownDeviations,
  formatDeviations,
  parseDeviations,
  type DeviationsFile,
} from './deviations';

const file: DeviationsFile = {
  subject: 'linux-6.12-amdv1',
  version: '6.12.117',
  deviations: [
    { rule: 'PT-032', op: 'mapPages', effect: 'entries(C-bit)', source: 'docs/findings.md F-20', trace: {} },
    { rule: null, op: 'unmap', effect: 'events(gather)', source: 'docs/findings.md F-01', trace: {} },
  ],
};

describe('a deviations file', () => {
  it('reads what it writes', () => {
    expect(parseDeviations(formatDeviations(file), 'f.json')).toMatchObject(file);
  });

  it.each([
    ['{', 'not JSON'],
    ['{}', 'at format'],
    [formatDeviations(file).replace('"op": "mapPages"', '"op": 1'), 'at deviations.0.op'],
    [formatDeviations(file).replace('"source"', '"origin"'), 'at deviations.0'],
  ])('names the place of an error in %p', (text, place) => {
    expect(() => parseDeviations(text, 'f.json')).toThrow(DeviationsFileError);
    expect(() => parseDeviations(text, 'f.json')).toThrow(`f.json: ${place}`);
  });
});

describe('known deviations', () => {
  const known = new KnownDeviations(file);

  it('cover one rule, op and effect, never a whole rule', () => {
    expect(known.find({ rule: 'PT-032', op: 'mapPages', effect: 'entries(C-bit)' })).toBe(file.deviations[0]);
    expect(known.find({ rule: 'PT-032', op: 'iommuMap', effect: 'entries(C-bit)' })).toBeUndefined();
    expect(known.find({ rule: 'PT-032', op: 'mapPages', effect: 'entries(IW)' })).toBeUndefined();
    expect(known.find({ rule: 'PT-030', op: 'mapPages', effect: 'entries(C-bit)' })).toBeUndefined();
  });

  it('explain what comes after a difference of their op and effect', () => {
    expect(known.explains({ op: 'unmap', effect: 'events(gather)' })).toBe(true);
    expect(known.explains({ op: 'unmap', effect: 'tables' })).toBe(false);
    expect(known.explains(undefined)).toBe(false);
  });

  it('are none without a file', () => {
    expect(new KnownDeviations(null).explains({ op: 'unmap', effect: 'events(gather)' })).toBe(false);
  });
});
