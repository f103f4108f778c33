import { join } from 'node:path';
import { CampaignError } from '../campaign-error';
import { readIfThere, remove, writeWhole } from './files';

/**
 * Takes a campaign's folder for this process; the function that is returned gives it back. A process that was killed
 * does not hold it any more. Throws CampaignError if another process is at it.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'running.pid');
  const pid = Number(readIfThere(path) ?? 0);
  if (pid > 0 && pid !== process.pid && isAlive(pid)) {
    throw new CampaignError(
      `${folder}: process ${pid} is running this campaign; wait for it, or choose another --out`,
      64,
    );
  }
  writeWhole(path, `${process.pid}\n`);
  return () => remove(path);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
