import type { Subject } from '../../model/vocabulary';
import type { OpenOptions } from '../provider';
import { InProcessSubject } from './in-process';
import { IsolatedSubject } from './isolated/subject';

/**
 * The shared library at `path` as a subject: in a child process, or with `isolated: false` in this one.
 * @throws SubjectError (as a rejection) if the library cannot be used
 */
export async function cSubject(path: string, { isolated = true }: OpenOptions = {}): Promise<Subject> {
  return isolated ? IsolatedSubject.open(path) : new InProcessSubject(path);
}
