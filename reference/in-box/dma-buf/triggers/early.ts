import type { WakeupArgument } from '../../../../model/vocabulary/dma-buf/device-op';
import { Errno } from '../../../../model/vocabulary/errno';
import type { TriggerParts } from '../parts/trigger';

const WAKEUP_ERRNO: Readonly<Record<WakeupArgument, number | null>> = {
  ok: null,
  small: Errno.EINVAL,
  unreadable: Errno.EFAULT,
  negative: Errno.EINVAL,
  closed: Errno.EBADF,
  notEventfd: Errno.EINVAL,
};

/** Early errors: dma-mmio.md 1.7, second column. */
export const earlyParts: Pick<TriggerParts, 'endsEarly'> = {
  endsEarly({ config }, op) {
    switch (op.op) {
      case 'reset':
        return config.resets ? null : Errno.EINVAL;
      case 'hotReset':
        if (op.noSet) return Errno.EINVAL;
        return op.resume === 0 ? null : op.resume;
      case 'command':
        return op.fail?.at === 'read' ? op.fail.errno : null;
      case 'flr':
        return config.flr ? null : 0;
      case 'lowPowerEntryWithWakeup':
        return WAKEUP_ERRNO[op.argument];
      default:
        return null;
    }
  },
};
