import { ExitCode } from './exit-code';
import { report, run } from './run';

/** Runs one command line; the exit code is left in `process.exitCode`, so that pipes drain. */
export function main(argv: readonly string[]): void {
  // `iommu-conformance rules | head` closes the pipe early; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(ExitCode.held);
  });
  const note = (line: string): boolean => process.stderr.write(`${line}\n`);
  process.on('uncaughtException', (error) => process.exit(report(error, argv, note)));
  // Subjects in other processes hold no handle that keeps this one alive; a command that waits for one must not end.
  const alive = setInterval(() => undefined, 60_000);
  void run(argv, process, (exitCode) => (process.exitCode = exitCode)).finally(() => clearInterval(alive));
}
