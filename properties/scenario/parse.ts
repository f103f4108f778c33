import { parseDocument } from 'yaml';
import { issueText } from '../engine/issue-text';
import { scenarioSchema, type Scenario } from './schema';

/** A scenario file that cannot be used: one line that names file, place and remedy. */
export class ScenarioError extends Error {
  /** Usage: the input is at fault. */
  readonly exitCode = 64;
  override readonly name = 'ScenarioError';
}

/** Reads the text of a scenario file. `path` names it in errors. Throws ScenarioError. */
export function parseScenario(text: string, path: string): Scenario {
  const document = parseDocument(text);
  const fault = document.errors[0];
  if (fault !== undefined) throw new ScenarioError(`${path}: ${fault.message.split('\n')[0]!}; ${REMEDY}`);
  const parsed = scenarioSchema.safeParse(document.toJS());
  if (!parsed.success) throw new ScenarioError(`${path}: ${issueText(parsed.error)}; ${REMEDY}`);
  return parsed.data;
}

const REMEDY = 'docs/scenarios.md describes the format';
