import type { Verdict } from '../model/vocabulary';
import { ExitCode } from './exit-code';

/**
 * The exit code of a verdict: 1 if a rule is broken or an observation parts from the model (known deviations aside);
 * 2 if the rules were asked for by name and one was not reached or not tested; else 0.
 */
export function verdictExitCode(verdict: Verdict<unknown>, rulesWanted: boolean): ExitCode {
  const broken =
    verdict.rules.some(({ status }) => status === 'broken') || verdict.divergences.some(({ known }) => !known);
  if (broken) return ExitCode.broken;
  const missed = verdict.rules.some(({ status }) => status === 'not reached' || status === 'not tested');
  return rulesWanted && missed ? ExitCode.notReached : ExitCode.held;
}
