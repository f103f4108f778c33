import type { LogStep } from '../../model/vocabulary/host/step';
import { STEP_NAMES, StepKind } from '../../model/vocabulary/host/step-kind';

/** Numbers from here on are addresses: shown in hexadecimal. */
const LEAST_ADDRESS = 256;

function valueText(value: unknown): string {
  if (typeof value === 'number' && value >= LEAST_ADDRESS) return `0x${value.toString(16)}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('call' in value) return `${String(value.call)} ${fieldsText({ ...value, call: undefined })}`.trim();
  return fieldsText(value);
}

const fieldsText = (record: object): string =>
  Object.entries(record)
    .filter(([field, value]) => field !== 'kind' && value !== undefined)
    .map(([field, value]) => `${field} ${valueText(value)}`)
    .join(', ');

const isProbe = (step: LogStep): boolean => step.kind === StepKind.dma && step.probe;
const isGood = (step: LogStep): boolean => step.kind === StepKind.dma && step.ok;

/** Steps in words; of probe DMAs, of which the end of a trace makes hundreds, how many succeeded. */
export function stepsText(steps: readonly LogStep[]): string {
  const probes = steps.filter(isProbe);
  const told = steps.filter((step) => !isProbe(step)).map(stepText);
  if (probes.length > 0) told.push(`${probes.filter(isGood).length} of ${probes.length} probe DMAs succeeded`);
  return told.length === 0 ? 'no step' : told.join('; ');
}

/** One line of the log: the step's name and its fields. Pages are page numbers. */
export const stepText = (step: LogStep): string => `${STEP_NAMES[step.kind]!}(${fieldsText(step)})`;
