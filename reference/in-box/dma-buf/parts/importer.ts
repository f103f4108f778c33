import type { ImporterConfig } from '../../../../model/vocabulary/dma-buf/config';
import type { InBoxDmaBuf } from '../in-box';
import type { Attachment, ImporterOps } from '../objects/attachment';
import type { DmaBuf } from '../objects/dma-buf';
import type { Mapping } from '../objects/mapping';

/** What importers and fd holders do. dma-mmio.md 1.5. Numbers are 0 or an errno. */
export interface ImporterParts {
  readonly opsOf: (config: ImporterConfig) => ImporterOps;
  /** The exporter's say. */
  readonly mayAttach: (buf: DmaBuf, ops: ImporterOps) => number;
  /** Links the attachment, and takes a file reference. */
  readonly addAttachment: (attachment: Attachment) => void;
  /** Unlinks it, and drops the file reference. */
  readonly detach: (d: InBoxDmaBuf, attachment: Attachment) => void;
  readonly mayMap: (buf: DmaBuf) => number;
  readonly map: (d: InBoxDmaBuf, mapping: Mapping) => number;
  readonly unmap: (d: InBoxDmaBuf, mapping: Mapping) => void;
  readonly getMapRef: (buf: DmaBuf) => void;
  readonly putMapRef: (buf: DmaBuf) => void;
  /** Drops a file reference; the last one releases the buffer. */
  readonly putFile: (d: InBoxDmaBuf, buf: DmaBuf) => void;
  readonly releaseBuf: (d: InBoxDmaBuf, buf: DmaBuf) => void;
  /** Takes the buffer off its device's list. */
  readonly unlinkBuf: (buf: DmaBuf) => void;
}
