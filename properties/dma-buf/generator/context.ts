import type { Bar, DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DeviceIndex, DmaBufOp, Name } from '../../../model/vocabulary/dma-buf/op';
import type { BufView, DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { Draw } from '../../engine/draw';
import type { Theme } from './themes';

/** Draws one op, or null where there is nothing that it could be done to. */
export type Move = (c: CaseContext) => DmaBufOp | null;

type Kind = 'buf' | 'attachment' | 'mapping' | 'fence' | 'area';
const PREFIX: Readonly<Record<Kind, string>> = { buf: 'b', attachment: 'a', mapping: 'm', fence: 'f', area: 'r' };

/** A case under way: the model's state in sight, and the names that were given. */
export class CaseContext {
  view!: DmaBufView;
  private readonly given = new Map<Kind, number>();
  /** Fences that were not signalled yet, with their buffers. */
  readonly fences: { readonly fence: Name; readonly buf: Name }[] = [];

  constructor(
    readonly draw: Draw,
    readonly config: DmaBufConfig,
    readonly theme: Theme,
  ) {}

  name(kind: Kind): Name {
    const count = (this.given.get(kind) ?? 0) + 1;
    this.given.set(kind, count);
    return `${PREFIX[kind]}${count}`;
  }

  get page(): bigint {
    return BigInt(2 ** this.config.pageLg);
  }

  device(): DeviceIndex {
    return this.draw.int(this.config.exporters.length);
  }

  importer(): DeviceIndex {
    return this.draw.int(this.config.importers.length);
  }

  /** A device that can do something, mostly one with buffers. */
  openDevice(): DeviceIndex | null {
    const open = this.config.exporters.map((_, i) => i).filter((i) => this.view.device(i).open);
    if (open.length === 0) return null;
    const busy = open.filter((i) => this.view.device(i).registrations > 0);
    return this.draw.pick(busy.length > 0 && this.draw.chance(85) ? busy : open);
  }

  /** A BAR of a device that can be exported, mostly its first. */
  memoryBar(device: DeviceIndex): { readonly region: number; readonly bar: Bar } {
    const { bars } = this.config.exporters[device]!;
    const region = bars[3]!.claimed && this.draw.chance(15) ? 3 : 0;
    return { region, bar: bars[region]! };
  }

  /** A buffer that `keep` lets through. */
  buf(keep: (buf: BufView) => boolean = () => true): Name | null {
    return this.oneOf(this.view.bufs.filter((name) => keep(this.view.buf(name)!)));
  }

  /** An attachment of a driver, by the names that drivers' attachments get. */
  attachment(keep: (buf: BufView) => boolean = () => true): Name | null {
    const bufs = this.view.bufs.map((name) => this.view.buf(name)!).filter(keep);
    return this.oneOf(bufs.flatMap(({ attachments }) => attachments.filter((name) => name.startsWith('a'))));
  }

  mapping(): Name | null {
    return this.oneOf(this.view.mappings);
  }

  area(): Name | null {
    return this.oneOf(this.view.areas);
  }

  private oneOf<T>(items: readonly T[]): T | null {
    return items.length === 0 ? null : this.draw.pick(items);
  }
}
