import type { DeviceIndex } from '../vocabulary/dma-buf/op';
import type { DmaBufEvent } from '../vocabulary/dma-buf/outcome';
import type { WaitingCall } from '../vocabulary/dma-buf/view';
import type { Call, Part, Wait } from './call';
import type { Buf } from './state';

interface Waiting {
  readonly call: Call;
  readonly rest: Part<number>;
  wait: Wait;
}

/** Calls that wait, with the locks that they hold: modelled time. */
export class Calls {
  private waiting: readonly Waiting[] = [];

  /** Runs a call until it ends, with its value, or waits: null. */
  start(call: Call, rest: Part<number>): number | null {
    const step = rest.next();
    if (step.done) return step.value;
    tellWait(call, step.value);
    this.waiting = [...this.waiting, { call, rest, wait: step.value }];
    return null;
  }

  /** Lets calls go on that need not wait any more, until none is left; what they do goes to `events`. */
  goOn(events: DmaBufEvent[]): void {
    for (let ready = this.ready(); ready !== undefined; ready = this.ready()) {
      const { call, rest } = ready;
      call.events = events;
      const step = rest.next();
      if (step.done) {
        this.waiting = this.waiting.filter((waiting) => waiting !== ready);
        events.push({ event: 'returned', device: call.device, op: call.op, value: step.value });
      } else {
        ready.wait = step.value;
        tellWait(call, step.value);
      }
    }
  }

  holdsMemoryLock(device: DeviceIndex): boolean {
    return this.waiting.some(({ call }) => call.memoryLocks.has(device));
  }

  holdsReservationLock(buf: Buf): boolean {
    return this.waiting.some(({ wait }) => wait.for === 'fences' && wait.buf === buf);
  }

  holdsSetLock(): boolean {
    return this.waiting.some(({ call }) => call.setLock);
  }

  isWaiting(op: string): boolean {
    return this.waiting.some(({ call }) => call.op === op);
  }

  view(): readonly WaitingCall[] {
    return this.waiting.map(({ call, wait }) => ({
      device: call.device,
      op: call.op,
      for: wait.for,
      buf: wait.buf?.name ?? null,
    }));
  }

  private ready(): Waiting | undefined {
    return this.waiting.find(({ wait }) => wait.isOver());
  }
}

const tellWait = ({ device, events }: Call, wait: Wait): void => {
  events.push({ event: 'waits', device, for: wait.for, buf: wait.buf?.name ?? null });
};
