import { PageClasses } from './page-classes';

describe('PageClasses', () => {
  const classes = new PageClasses();
  for (const [pageClass, pages] of [
    ['ram', 2],
    ['ram', 3],
    ['mmio', 1],
    ['ram', 4],
  ] as const)
    classes.add(pageClass, pages);

  test('pages of one class in a row are one span', () => {
    expect(classes.from(0)).toEqual([
      { pageClass: 'ram', pages: 5 },
      { pageClass: 'mmio', pages: 1 },
      { pageClass: 'ram', pages: 4 },
    ]);
  });

  test('can be read from any page on', () => {
    expect(classes.from(4)).toMatchObject([{ pages: 1 }, { pageClass: 'mmio' }, { pages: 4 }]);
    expect(classes.from(7)).toEqual([{ pageClass: 'ram', pages: 3 }]);
    expect([0, 4, 5, 6, 9, 10].map((page) => classes.at(page))).toEqual(['ram', 'ram', 'mmio', 'ram', 'ram', null]);
    expect(() => classes.from(10)).toThrow('no page 10');
  });
});
