import type { Subject } from '../model/vocabulary';
import { cProvider } from './c/provider';
import { inBoxProvider } from './in-box/provider';
import { linuxProvider } from './linux/provider';
import { moduleProvider } from './module';
import { museumProvider } from './museum/provider';
import { nearMatches } from './near';
import type { OpenOptions, SubjectProvider, SubjectRow } from './provider';
import { SubjectError } from './subject-error';

export type { OpenOptions, SubjectRow } from './provider';

/** The rooms that offer subjects, in the order in which `subjects` lists them. */
const PROVIDERS: readonly SubjectProvider[] = [inBoxProvider, museumProvider, cProvider, linuxProvider, moduleProvider];

/** What can be put on the stand here, and why not the rest. */
export const listSubjects = (): SubjectRow[] => PROVIDERS.flatMap((provider) => provider.list());

/**
 * Opens the subject called `name`; see `listSubjects` for what there is.
 * @throws SubjectError (as a rejection): one line with the place, the reason and the remedy, and an exit code
 */
export async function openSubject(name: string, options: OpenOptions = {}): Promise<Subject> {
  for (const provider of PROVIDERS) {
    const opened = provider.open(name, options);
    if (opened !== null) return opened;
  }
  const near = nearMatches(
    name,
    listSubjects().map((row) => row.name),
  );
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '`iommu-conformance subjects` lists them';
  throw new SubjectError(`there is no subject called ${name}; ${hint}`);
}
