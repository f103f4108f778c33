import type { LogStep } from '../../model/vocabulary/host/step';
import { STEP_NAMES } from '../../model/vocabulary/host/step-kind';

/** Numbers from here on are addresses: shown in hexadecimal. */
const LEAST_ADDRESS = 256;

function valueText(value: unknown): string {
  if (typeof value === 'number' && value >= LEAST_ADDRESS) return `0x${value.toString(16)}`;
  if (typeof value !== 'object' || value === null) return String(value);
  return fieldsText(value);
}

const fieldsText = (record: object): string =>
  Object.entries(record)
    .filter(([field, value]) => field !== 'kind' && value !== undefined)
    .map(([field, value]) => `${field} ${valueText(value)}`)
    .join(', ');

/** One line of the log: the step's name and its fields. Pages are page numbers. */
export const stepText = (step: LogStep): string => `${STEP_NAMES[step.kind]!}(${fieldsText(step)})`;
