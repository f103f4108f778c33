import { createDeviceAccessModel } from '../../model/device-access';
import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import type { Machine } from '../../model/vocabulary/plain';
import {
  DEFAULT_RMP_ASSUMPTIONS,
  type RmpAssumptionName,
  type RmpAssumptions,
} from '../../model/vocabulary/rmp/assumption';
import type { AnswerStep, Decision, ScenarioAnswer } from '../../model/vocabulary/scenario';
import { otherChoices } from '../rmp/alternatives';
import { dmaDecision } from './dma-decision';
import { layoutOf, UnknownName, type Layout } from './layout';
import { ScenarioError } from './parse';
import { rmpDecision } from './rmp-decision';
import type { Scenario } from './schema';
import { configOf, setUpOps } from './set-up';
import { opOf } from './step-op';
import { stepText } from './step-text';
import { isRefused, resultText } from '../device-access/outcome-text';

/** What one run of a scenario gave, step by step. */
interface Ran {
  readonly result: string;
  readonly refused: boolean;
  readonly decision: Decision | null;
}

/**
 * Runs a scenario on the model, and again under every other answer to one open question: what happens at each step,
 * which check decides it, and under which answers it would come out differently. `path` names the file in errors.
 * Throws ScenarioError.
 */
export function answerScenario(scenario: Scenario, path: string): ScenarioAnswer {
  const assumptions = scenario.assume ?? DEFAULT_RMP_ASSUMPTIONS;
  try {
    const layout = layoutOf(scenario);
    const ops = scenario.steps.map((step) => opOf(step, scenario, layout));
    const base = run(scenario, layout, ops, assumptions);
    const others = [...otherChoices(assumptions)].map(({ assumption, position, choices }) => ({
      assumption,
      position,
      steps: run(scenario, layout, ops, choices),
    }));
    const steps = scenario.steps.map((step, i): AnswerStep => {
      const { result, refused, decision } = base[i]!;
      const otherwise = others.flatMap(({ assumption, position, steps: ran }) =>
        ran[i]!.result === result ? [] : [{ assumption, position, result: ran[i]!.result }],
      );
      return { text: stepText(step), note: step.note ?? null, result, refused, decision, otherwise };
    });
    const { title, question = null } = scenario;
    return { title, question, assumed: assumedBy(assumptions), steps };
  } catch (error) {
    if (error instanceof UnknownName) throw new ScenarioError(`${path}: ${error.message}`);
    throw error;
  }
}

function run(scenario: Scenario, layout: Layout, ops: readonly DeviceAccessOp[], assumptions: RmpAssumptions): Ran[] {
  const config = configOf(scenario, layout, assumptions);
  const start = (): Machine<DeviceAccessOp, DeviceOutcome, DeviceAccessView> => {
    const machine = createDeviceAccessModel(config);
    for (const op of setUpOps(scenario, layout)) machine.step(op);
    return machine;
  };
  const now = start();
  // One op behind: decisions are read from the state before an op.
  const behind = start();
  return ops.map((op) => {
    const outcome = now.step(op);
    const decision = decide(config, behind.view, op, outcome);
    behind.step(op);
    return { result: resultText(op, outcome), refused: isRefused(outcome), decision };
  });
}

function decide(
  config: DeviceAccessConfig,
  before: DeviceAccessView,
  op: DeviceAccessOp,
  { rmp }: DeviceOutcome,
): Decision | null {
  if (op.op === 'dma') return dmaDecision(config, before, op);
  return rmp === null ? null : rmpDecision(before.rmp, op, rmp);
}

const assumedBy = (assumptions: RmpAssumptions): string[] =>
  Object.entries(assumptions)
    .filter(([name, position]) => DEFAULT_RMP_ASSUMPTIONS[name as RmpAssumptionName] !== position)
    .map(([name, position]) => `${name}=${String(position)}`);
