import type { Frame, Pages } from '../../../model/vocabulary/vfio-type1/area';
import type { Type1Event } from '../../../model/vocabulary/vfio-type1/outcome';

/** What happens during one op. Pins of consecutive frames with nothing between are one event, and so are unpins. */
export class EventLog {
  readonly events: Type1Event[] = [];

  note(event: Type1Event): void {
    this.events.push(event);
  }

  pin(frame: Frame, frames: Pages): void {
    const last = this.events.at(-1);
    if (last?.event === 'pin' && last.frame + last.frames === frame)
      this.events[this.events.length - 1] = { ...last, frames: last.frames + frames };
    else this.events.push({ event: 'pin', frame, frames });
  }

  unpin(frame: Frame, frames: Pages, dirty: boolean): void {
    const last = this.events.at(-1);
    if (last?.event === 'unpin' && last.dirty === dirty && last.frame + last.frames === frame)
      this.events[this.events.length - 1] = { ...last, frames: last.frames + frames };
    else this.events.push({ event: 'unpin', frame, frames, dirty });
  }
}
