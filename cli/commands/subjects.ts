import { listSubjects } from '../../reference/registry';
import { subjectList } from '../../reports/lists';
import { ExitCode } from '../exit-code';
import type { PlainStand } from '../plain/plain-stand';
import { PLAIN_STANDS } from '../plain/stands';
import type { AddCommand } from './command';

const rowsOf = ({ machine, subjects, exhibits }: PlainStand) => [
  ...subjects.map((name) => ({ name, what: `the ${machine} machine, in this process`, available: true })),
  {
    name: 'exhibit:<name>',
    what: `a known bug of the ${machine} machine, one of ${exhibits().length}; \`museum\` lists them`,
    available: true,
  },
];

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
