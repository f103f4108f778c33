import type { DeviceIndex, Name } from '../../../model/vocabulary/dma-buf/op';
import type { WaitsFor } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBuf } from './objects/dma-buf';
import type { VfioDevice } from './objects/vfio-device';

/** How a call came out: 0 or a negative errno; `waits`, `absent`: it was not made. */
export type Ending = number | 'waits' | 'absent';

/** What a call waits for; `buf` null for registrations. */
export interface Wait {
  readonly for: WaitsFor;
  readonly device: VfioDevice;
  readonly buf: DmaBuf | null;
}

/** A call that may wait on its way: it yields what it waits for, and goes on when that is over. */
export type Call<Result = number> = Generator<Wait, Result, void>;

/** A call under way. */
export interface WaitingCall {
  readonly device: DeviceIndex;
  readonly op: Name;
  readonly body: Call;
  wait: Wait;
}
