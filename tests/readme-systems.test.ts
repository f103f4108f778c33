/** The table of systems in README.md says what there is: rules, exhibits, kernel code on the stand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAIN_STANDS } from '../cli/plain/stands';
import { allRules } from '../properties/page-table/catalogue';
import { USUAL_LINUX_SUBJECTS } from '../reference/linux/subjects';
import { exhibits } from '../reference/museum/page-table';
import { ROOT } from './support/built';

interface Counted {
  readonly rules: number;
  readonly exhibits: number;
  /** `linux-*-dmabuf`: whatever kernels there are. */
  readonly linux: readonly string[];
}

const anyKernel = (names: readonly string[]): readonly string[] =>
  [
    ...new Set(
      names.filter((name) => name.startsWith('linux-')).map((name) => name.replace(/^linux-[^-]+/, 'linux-*')),
    ),
  ].sort();

const counted = new Map<string, Counted>([
  ['page-table', { rules: allRules().length, exhibits: exhibits().length, linux: anyKernel(USUAL_LINUX_SUBJECTS) }],
  ...PLAIN_STANDS.map((stand) => {
    const names = [...stand.subjects, ...stand.missing.map(({ name }) => name)];
    const machine = { rules: stand.rules().length, exhibits: stand.exhibits().length, linux: anyKernel(names) };
    return [stand.machine, machine] as const;
  }),
]);

/** Rows of the table as cells, without the pipes. */
function rowsOf(readme: string): readonly (readonly string[])[] {
  const table = readme.split('<!-- systems: begin -->')[1]!.split('<!-- systems: end -->')[0]!;
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const rows = rowsOf(readFileSync(join(ROOT, 'README.md'), 'utf8')).map(([, , machine, rules, known, code]) => ({
  machine: machine!.replaceAll('`', ''),
  rules: Number(rules),
  exhibits: Number(known),
  linux: [...code!.matchAll(/`(linux-\*-[a-z0-9-]+)`/g)].map(([, name]) => name!).sort(),
}));

test('every machine has a row', () => {
  expect(new Set(rows.map(({ machine }) => machine))).toEqual(new Set(counted.keys()));
});

test.each(rows.map((row) => [row.machine, row] as const))('%s: what the row says is what there is', (machine, row) => {
  expect(row).toEqual({ machine, ...counted.get(machine)! });
});
