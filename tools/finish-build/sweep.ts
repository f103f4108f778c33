import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes away what was built from sources that are gone. Rules and exhibits are found by reading their folders: what is
 * left of a file that was renamed would be there twice.
 */
export function sweep(built: string, sources: string): void {
  for (const entry of readdirSync(built, { withFileTypes: true })) {
    const path = join(built, entry.name);
    if (entry.isDirectory()) {
      if (existsSync(join(sources, entry.name))) sweep(path, join(sources, entry.name));
      else rmSync(path, { recursive: true });
    } else {
      const source = entry.name.replace(/(\.d\.ts|\.js)$/, '.ts');
      if (source !== entry.name && !existsSync(join(sources, source))) rmSync(path);
    }
  }
}
