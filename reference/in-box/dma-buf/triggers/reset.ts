import { Errno } from '../../../../model/vocabulary/errno';
import type { TriggerParts } from '../parts/trigger';
import type { VfioDevice } from '../objects/vfio-device';

/** Resets of one device, and of all. dma-mmio.md 1.7. */
export const resetParts: Pick<TriggerParts, 'reset' | 'hotReset' | 'refusesHotReset' | 'givenBack' | 'flr'> = {
  *reset(d, device, { result }) {
    d.parts.zapAndLock(d, device, 'reset');
    d.parts.setPower(d, device, 0);
    yield* d.parts.move(d, device, true);
    d.note({ event: 'act', device: device.index, act: 'functionReset' });
    yield* d.parts.restoreAndUnlock(d, device, 'reset', result);
    return result;
  },

  *hotReset(d, device, op) {
    d.setLocked = true;
    const set = d.devices.filter(({ isRemoved }) => !isRemoved);
    for (const member of set) d.parts.resume(d, member);
    const locked: VfioDevice[] = [];
    let value = 0;
    for (const member of set) {
      value = d.parts.refusesHotReset(member, op);
      if (value !== 0) break;
      member.memoryLocked = true;
      locked.push(member);
      yield* d.parts.move(d, member, true);
      d.parts.zap(d, member, 'hotReset');
    }
    if (value === 0) {
      for (const member of set) d.parts.setPower(d, member, 0);
      d.note({ event: 'act', device: device.index, act: 'busReset' });
      value = op.result;
    }
    for (const member of d.parts.givenBack(set, locked)) yield* d.parts.restoreAndUnlock(d, member, 'hotReset', value);
    d.setLocked = false;
    return value;
  },

  refusesHotReset(device, { contended, foreign }) {
    if (device.index === foreign) return Errno.EINVAL;
    return device.index === contended || device.memoryLocked ? Errno.EBUSY : 0;
  },

  givenBack: (_set, locked) => [...locked].reverse(),

  *flr(d, device, { result }) {
    d.parts.zapAndLock(d, device, 'flr');
    yield* d.parts.move(d, device, true);
    d.note({ event: 'act', device: device.index, act: 'functionReset' });
    if (result === 0) device.powerState = 0;
    yield* d.parts.restoreAndUnlock(d, device, 'flr', result);
    return 0;
  },
};
