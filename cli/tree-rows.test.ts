import { CONFIG } from '../reports/testing/samples';
import { plainPage } from '../reports/page';
import { treeText } from '../reports/tree';
import { treesOf } from './tree-rows';

const run = (level: number, index: number, count: number, raw: bigint) => ({
  level,
  index,
  count,
  lo: Number(raw & 0xffff_ffffn),
  hi: Number(raw >> 32n),
});

test('a dump as a tree, every entry decoded (page-tables.md 9.3, E1)', () => {
  const [tree] = treesOf(CONFIG, [
    { level: 15, index: 0, count: 2, lo: 3, hi: 0 },
    run(2, 0, 1, 0x6000800000001401n),
    run(1, 0, 1, 0x6000800000002201n),
    run(0, 1, 1, 0x7000800123451001n),
    run(0, 2, 2, 0x7000800123452e01n),
  ]);
  const text = treeText(tree!, plainPage(80));
  expect(text).toMatchSnapshot();
});

test('the tables of a second domain are a tree of their own, and an empty one says so', () => {
  const trees = treesOf(CONFIG, [
    { level: 15, index: 0, count: 2, lo: 1, hi: 0 },
    { level: 15, index: 1, count: 3, lo: 1, hi: 0 },
  ]);
  expect(trees.map((tree) => treeText(tree, plainPage(80)))).toEqual([
    'domain 0: top level 2, 1 live tables\n  (empty)',
    'domain 1: top level 3, 1 live tables\n  (empty)',
  ]);
});
