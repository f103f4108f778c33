import type { Command } from 'commander';
import type { Door } from '../door';
import type { ExitCode } from '../exit-code';

/** Adds one command to the program. The exit code of its run goes to `end`; what cannot be done is thrown. */
export type AddCommand = (program: Command, door: Door, end: (exitCode: ExitCode) => void) => void;
