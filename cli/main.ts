import { createDoor } from './door';
import { ExitCode } from './exit-code';
import { failureOf } from './failure';
import { createProgram } from './program';

/** Runs one command line; the exit code is left in `process.exitCode`, so that pipes drain. */
export function main(argv: readonly string[]): void {
  // `iommu-conformance rules | head` closes the pipe early; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(ExitCode.held);
  });
  const end = (error: unknown): void => {
    const { line, exitCode } = failureOf(error);
    if (line !== '') process.stderr.write(`iommu-conformance: ${line}\n`);
    if (argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = exitCode;
  };
  process.on('uncaughtException', (error) => {
    end(error);
    process.exit();
  });
  const door = createDoor();
  // Subjects in other processes hold no handle that keeps this one alive; a command that waits for one must not end.
  const alive = setInterval(() => undefined, 60_000);
  createProgram(door, (exitCode) => (process.exitCode = exitCode))
    .parseAsync(argv as string[])
    .catch(end)
    .finally(() => clearInterval(alive));
}
