import { CommanderError } from 'commander';
import { ConfigError } from '../model/page-table';
import { DeviationsFileError } from '../properties/engine/deviations';
import { ExitCode } from './exit-code';

/** Bad input: the message names the place and the remedy in one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode = ExitCode.usage;
}

/** How the process ends after an error. */
export interface Failure {
  /** One line for stderr; empty where everything has been said. */
  readonly line: string;
  readonly exitCode: ExitCode;
}

const CODES: ReadonlySet<unknown> = new Set(Object.values(ExitCode));

/** Rooms that know of no command line say only that the input was at fault. */
const isBadInput = (error: unknown): error is Error =>
  error instanceof ConfigError || error instanceof DeviationsFileError;

/** Errors of other rooms say their exit code themselves (SubjectError, TraceFileError, …). */
const hasExitCode = (error: Error): error is Error & { readonly exitCode: ExitCode } =>
  'exitCode' in error && CODES.has(error.exitCode);

const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');

/** Any thrown value as one line and an exit code; what nobody foresaw is a fault of the harness. */
export function failureOf(error: unknown): Failure {
  // Commander has printed its own line already, or the help that was asked for.
  if (error instanceof CommanderError) {
    return { line: '', exitCode: error.exitCode === 0 ? ExitCode.held : ExitCode.usage };
  }
  if (error instanceof Error && hasExitCode(error)) return { line: oneLine(error.message), exitCode: error.exitCode };
  if (isBadInput(error)) return { line: oneLine(error.message), exitCode: ExitCode.usage };
  const message = error instanceof Error ? error.message : String(error);
  return {
    line: `harness fault: ${oneLine(message)} (run again with --debug for the stack)`,
    exitCode: ExitCode.harness,
  };
}
