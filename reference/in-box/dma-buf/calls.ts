import type { DeviceIndex } from '../../../model/vocabulary/dma-buf/op';
import type { Call, Wait, WaitingCall } from './call';
import type { InBoxDmaBuf } from './in-box';

/** Calls under way: each goes on as soon as what it waits for is over, the oldest first. */
export class Calls {
  readonly waiting: WaitingCall[] = [];

  constructor(private readonly d: InBoxDmaBuf) {}

  /** Begins a call. Null: it waits. */
  begin(device: DeviceIndex, op: string, body: Call): number | null {
    const { done, value } = body.next();
    if (done) return value;
    this.waiting.push({ device, op, body, wait: value });
    this.noteWait(device, value);
    return null;
  }

  /** Lets every call go on that can. */
  settle(): void {
    for (let at = 0; at < this.waiting.length; at++) {
      const call = this.waiting[at]!;
      if (!this.d.parts.isOver(this.d, call.wait)) continue;
      this.resume(call, at);
      // What it did may have been what an older one waits for.
      at = -1;
    }
  }

  private resume(call: WaitingCall, at: number): void {
    const { done, value } = call.body.next();
    if (done) {
      this.waiting.splice(at, 1);
      this.d.note({ event: 'returned', device: call.device, op: call.op, value });
    } else {
      call.wait = value;
      this.noteWait(call.device, value);
    }
  }

  private noteWait(device: DeviceIndex, wait: Wait): void {
    this.d.note({ event: 'waits', device, for: wait.for, buf: wait.buf?.name ?? null });
  }
}
