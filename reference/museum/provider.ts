import { nearMatches } from '../near';
import type { SubjectProvider } from '../provider';
import { SubjectError } from '../subject-error';
import { exhibits, exhibitSubject } from './page-table';

const PREFIX = 'exhibit:';

/** `exhibit:<name>`: the known bugs of the museum. */
export const museumProvider: SubjectProvider = {
  list: () => [
    {
      name: `${PREFIX}<name>`,
      what: `the in-box implementation with a known bug, one of ${exhibits().length}; \`museum\` lists them`,
      available: true,
    },
  ],
  open(name) {
    if (!name.startsWith(PREFIX)) return null;
    return open(name);
  },
};

async function open(name: string) {
  const wanted = name.slice(PREFIX.length);
  const exhibit = exhibits().find((candidate) => candidate.name === wanted);
  if (exhibit !== undefined) return exhibitSubject(exhibit);
  const near = nearMatches(
    wanted,
    exhibits().map((candidate) => candidate.name),
  );
  const hint = near.length > 0 ? `did you mean ${PREFIX}${near.join(` or ${PREFIX}`)}?` : '`museum` lists them';
  throw new SubjectError(`there is no exhibit called ${wanted}; ${hint}`);
}
