import type { WrapperExhibit } from './exhibit';

/** Exhibits of look-ups and of the leak list (rmp.md 1.4, 6). */

export const levelFromOwnEntry: WrapperExhibit = {
  name: 'wrapper-level-from-own-entry',
  title: 'a look-up takes the level from the page’s own entry',
  source: 'rmp.md 1.4: "using E[p].size is a classic bug"; 7.1 RMP-009',
  rule: 'RMP-009',
  parts: { levelOf: ({ rmp }, page) => (rmp.view.own(page)!.size === 1 ? 2 : 1) },
};

export const compoundAtEndForgotten: WrapperExhibit = {
  name: 'wrapper-compound-at-end-not-listed',
  title: 'a compound page that ends with the leaked range is not put on the list',
  source: 'docs/findings.md F-31; rmp.md 7.5 RMP-108',
  rule: 'RMP-108',
  parts: {
    listed({ memory }, first, pages) {
      const end = first + pages;
      const all = Array.from({ length: pages }, (_, i) => first + i).filter((page) => memory.headOf(page) === page);
      // The head is taken off what is left before the two are compared.
      return all.filter((page) => memory.pagesOf(page) === 1 || page + memory.pagesOf(page) < end);
    },
  },
};
