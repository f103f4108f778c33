import { cSubject } from '../c/subject';
import type { SubjectProvider } from '../provider';
import { SubjectError } from '../subject-error';
import { linuxSubjects } from './subjects';

/** `linux-<version>-<format>`: real kernel code that `npm run linux` has built. */
export const linuxProvider: SubjectProvider = {
  list() {
    const { built, missing } = linuxSubjects();
    return [
      ...built.map(({ name, kernel, contract }) => ({
        name,
        what: `Linux ${kernel}, ${contract}: its page-table code, compiled unmodified in user space`,
        available: true,
      })),
      ...missing.map(({ name, reason }) => ({ name, what: 'Linux page-table code', available: false, reason })),
    ];
  },
  open(name, options) {
    const { built, missing } = linuxSubjects();
    const found = built.find((subject) => subject.name === name);
    if (found !== undefined) return cSubject(found.path, options);
    const gone = missing.find((subject) => subject.name === name);
    return gone === undefined ? null : Promise.reject(new SubjectError(`${name}: ${gone.reason}`));
  },
};
