import type { IoasOp } from '../../../../model/vocabulary/dma-buf/ioas-op';
import type { Name } from '../../../../model/vocabulary/dma-buf/op';
import type { InBoxDmaBuf } from '../in-box';
import type { Area, AreaPages } from '../objects/area';
import type { DmaBuf, PhysRange } from '../objects/dma-buf';

type MapFile = Extract<IoasOp, { op: 'mapFile' }>;
type UnmapArea = Extract<IoasOp, { op: 'unmapArea' }>;

/** iommufd's areas over dma-bufs. dma-mmio.md 6. Numbers are 0 or an errno. */
export interface IommufdParts {
  readonly mapFile: (d: InBoxDmaBuf, op: MapFile) => number;
  /** 6.1 up to the fd. */
  readonly checkMapFile: (op: MapFile) => number;
  /** 6.1: does [start, start + length) lie in a file of `bytes`, and is it not too long? */
  readonly checkFileRange: (d: InBoxDmaBuf, op: MapFile, bytes: bigint) => number;
  /** Attaches to a vfio-pci dma-buf and asks for its one range. */
  readonly importPages: (d: InBoxDmaBuf, op: MapFile, buf: DmaBuf) => AreaPages | number;
  readonly foreignErrno: number;
  /** The exporter's private answer: its range, or an errno. */
  readonly physOf: (buf: DmaBuf) => PhysRange | number;
  /** 6.1: the checks of a new area. */
  readonly checkArea: (d: InBoxDmaBuf, iova: bigint, bytes: bigint) => number;
  readonly areaProt: (read: boolean, write: boolean) => number;
  /** Puts the area into the IOAS and into every domain. */
  readonly addArea: (d: InBoxDmaBuf, area: Area) => void;
  /** Pages that the user is charged for an area. */
  readonly chargeOf: (d: InBoxDmaBuf, bytes: bigint) => number;
  /** Maps an area into one domain, unless it was revoked. */
  readonly mapArea: (d: InBoxDmaBuf, area: Area, domain: number) => void;
  readonly unmapFrom: (d: InBoxDmaBuf, area: Area, domain: number) => void;
  /** The importer's callback. */
  readonly revokePages: (d: InBoxDmaBuf, pages: AreaPages) => void;
  readonly copyArea: (d: InBoxDmaBuf, name: Name, from: Area, iova: bigint) => number;
  /** Bytes unmapped, or an errno. */
  readonly unmapArea: (d: InBoxDmaBuf, area: Area, part: UnmapArea['part']) => bigint | number;
  readonly partErrno: (part: 'native' | 'compatible') => number;
  readonly kernelAccessErrno: number;
  readonly attachDomain: (d: InBoxDmaBuf, domain: number) => void;
  readonly detachDomain: (d: InBoxDmaBuf, domain: number) => void;
}
