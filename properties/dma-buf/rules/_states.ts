import type { DeviceIndex } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufStep } from '../rule';
import { bufsOf } from './_device';

/** The device of a step whose rule is on ops of devices. */
export const deviceOf = ({ op }: DmaBufStep): DeviceIndex => (op as { readonly device: DeviceIndex }).device;

/** Buffers of a device after a step that are not in one of `states`. */
export const others = (step: DmaBufStep, device: DeviceIndex, ...states: readonly string[]): readonly string[] =>
  bufsOf(step, device).flatMap(({ name, is }) =>
    is === null || states.includes(is.state) ? [] : [`${name} is ${is.state}`],
  );

/** A device and its buffers after a step, in words. */
export const statesText = (step: DmaBufStep, device: DeviceIndex): string => {
  const { powerState, memoryBit, lowPower } = step.after.device(device);
  const states = bufsOf(step, device).map(({ name, was, is }) => `${name} ${was.state} → ${is?.state ?? 'freed'}`);
  return `device ${device} in D${powerState}, memory bit ${memoryBit}, low power ${lowPower}: ${states.join(', ')}`;
};
export const explainStates = (step: DmaBufStep): string => statesText(step, deviceOf(step));
