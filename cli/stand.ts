import type { Subject } from '../model/vocabulary';
import { openSubject } from '../reference/registry';

/** Opens the subject called `name` for `work`, and closes it whatever happens. */
export async function onStand<T>(
  name: string,
  options: { readonly inProcess?: true },
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  const subject = await openSubject(name, { isolated: options.inProcess !== true });
  try {
    return await work(subject);
  } finally {
    await subject.close?.();
  }
}
