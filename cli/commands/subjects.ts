import { listSubjects } from '../../reference/registry';
import { subjectList } from '../../reports/lists';
import { ExitCode } from '../exit-code';
import type { PlainStand } from '../plain/plain-stand';
import { PLAIN_STANDS } from '../plain/stands';
import type { AddCommand } from './command';

const rowsOf = (stand: PlainStand) => [
  ...stand.subjects.map((name) => ({ name, what: stand.what(name), available: true })),
  ...stand.missing.map(({ name, reason }) => ({ name, what: '', available: false, reason })),
  ...exhibitRow(stand),
];

function exhibitRow({ machine, exhibits }: PlainStand) {
  const { length } = exhibits();
  if (length === 0) return [];
  const what = `${machine} machine: a known bug, one of ${length}; \`museum\` lists them`;
  return [{ name: 'exhibit:<name>', what, available: true }];
}

/** `subjects`: what can be put on the stand here, and why not the rest. */
export const addSubjects: AddCommand = (program, door, end) => {
  program
    .command('subjects')
    .description('list what can be put on the stand here')
    .action(() => {
      door.print(subjectList([...listSubjects(), ...PLAIN_STANDS.flatMap(rowsOf)], door.page));
      end(ExitCode.held);
    });
};
