import type { Finding, Verdict } from '../model/vocabulary';
import type { TracePicture } from '../model/vocabulary/picture';
import type { AnyTrace } from '../reports/finding';
import { verdictPage } from '../reports/html/verdict-page';
import { junitXml } from '../reports/junit';
import type { ReportedRun, WrittenTrace } from '../reports/run';
import { sarifJson } from '../reports/sarif';
import { UsageError } from './failure';
import { writeText } from './files';
import type { Telling } from './telling';
import { packageVersion } from './version';

/** Files that a verdict is written to besides: for other programs, and for browsers. */
export interface VerdictFileFlags {
  readonly junit?: string;
  readonly sarif?: string;
  readonly html?: string;
}

/** Writes the files that were asked for. All are tried before one that cannot be written ends the run. */
export function writeVerdictFiles<T extends AnyTrace>(
  verdict: Verdict<T>,
  telling: Telling<T>,
  traces: ReadonlyMap<Finding<T>, WrittenTrace>,
  flags: VerdictFileFlags,
  pictures: ReadonlyMap<Finding<T>, TracePicture>,
): void {
  const { machine } = telling;
  const run: ReportedRun<T> = {
    verdict,
    machine,
    toolVersion: packageVersion(),
    words: telling,
    traceOf: (finding) => traces.get(finding)!,
  };
  const failures = [
    ...attempt('--junit', flags.junit, () => junitXml(run)),
    ...attempt('--sarif', flags.sarif, () => sarifJson(run)),
    ...attempt('--html', flags.html, () => verdictPage(run, pictures)),
  ];
  if (failures.length > 0) throw new UsageError(failures.join('; '));
}

/** What went wrong, if anything did. */
function attempt(flag: string, path: string | undefined, render: () => string): string[] {
  if (path === undefined) return [];
  const text = render();
  try {
    writeText(path, text, `choose another file with ${flag}`);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return [error.message];
    throw error;
  }
}
