import type { CampaignHead, CampaignSample } from '../../model/vocabulary/campaign';
import { renderStatus, statusLine } from '../../reports/campaign/status';
import { pageFor } from '../../reports/page';

/** A stream that the status goes to: stderr, or a test's own. */
export interface StatusStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const TTY_INTERVAL_MS = 500;
const PLAIN_INTERVAL_MS = 5000;
const UP = '\x1b[F';
const ERASE_BELOW = '\x1b[J';

/** Shows how a campaign is doing: a block that is redrawn on a terminal, else a line every few seconds. */
export class CampaignStatus {
  private last = -Infinity;
  private linesShown = 0;

  constructor(
    private readonly head: CampaignHead,
    private readonly stream: StatusStream,
    private readonly now: () => number = () => performance.now(),
  ) {}

  show(sample: CampaignSample): void {
    const { stream } = this;
    if (this.now() - this.last < (stream.isTTY ? TTY_INTERVAL_MS : PLAIN_INTERVAL_MS)) return;
    this.last = this.now();
    if (!stream.isTTY) {
      stream.write(`${statusLine(sample)}\n`);
      return;
    }
    const block = renderStatus(this.head, sample, pageFor(stream, process.env));
    stream.write(`${this.back}${block}\n`);
    this.linesShown = block.split('\n').length;
  }

  /** Takes the block away, so that what follows starts clean. */
  clear(): void {
    if (this.linesShown > 0) this.stream.write(this.back);
    this.linesShown = 0;
  }

  private get back(): string {
    return this.linesShown === 0 ? '' : `${UP.repeat(this.linesShown)}${ERASE_BELOW}`;
  }
}
