import { listSubjects } from '../../reference/registry';
import { subjectList } from '../../reports/lists';
import { ExitCode } from '../exit-code';
import type { AddCommand } from './command';

/** `subjects`: what can be put on the stand here, and why not the rest. */
export const addSubjects: AddCommand = (program, door, end) => {
  program
    .command('subjects')
    .description('list what can be put on the stand here')
    .action(() => {
      door.print(subjectList(listSubjects(), door.page));
      end(ExitCode.held);
    });
};
