import { createDoor, type Surroundings } from './door';
import type { ExitCode } from './exit-code';
import { failureOf } from './failure';
import { createProgram } from './program';

/** Runs one command line to its end; its exit code goes to `end`, what went wrong to stderr in one line. */
export async function run(
  argv: readonly string[],
  surroundings: Surroundings,
  end: (exitCode: ExitCode) => void,
): Promise<void> {
  const door = createDoor(surroundings);
  try {
    await createProgram(door, end).parseAsync(argv as string[]);
  } catch (error) {
    end(report(error, argv, door.note));
  }
}

/** Says in one line what went wrong, with the stack where `argv` asks for it; the exit code of that failure. */
export function report(error: unknown, argv: readonly string[], note: (line: string) => void): ExitCode {
  const { line, exitCode } = failureOf(error);
  if (line !== '') note(`iommu-conformance: ${line}`);
  if (argv.includes('--debug') && error instanceof Error) note(error.stack!);
  return exitCode;
}
