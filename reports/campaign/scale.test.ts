import { linearScale, logScale } from './scale';

describe('a linear scale', () => {
  it('is labelled at round numbers from 0', () => {
    expect(linearScale(9000).ticks).toEqual([0, 2500, 5000, 7500]);
    expect(linearScale(1).ticks).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it('has no half of what is counted', () => {
    expect(linearScale(2, 1).ticks).toEqual([0, 1, 2]);
  });

  it('puts 0 and the end at its ends', () => {
    const { place } = linearScale(50);
    expect([place(0), place(25), place(50)]).toEqual([0, 0.5, 1]);
  });

  it('of nothing has somewhere to put 0', () => {
    expect(linearScale(0).place(0)).toBe(0);
  });
});

describe('a logarithmic scale', () => {
  it('is labelled at powers of ten', () => {
    expect(logScale(3, 2000).ticks).toEqual([1, 10, 100, 1000]);
  });

  it('puts what is below its beginning there', () => {
    expect(logScale(10, 1000).place(0)).toBe(0);
  });

  it('gives each factor of ten the same room', () => {
    const { place } = logScale(1, 10_000);
    expect(place(100) - place(10)).toBeCloseTo(place(1000) - place(100));
  });
});
