import type { CorpusEntry } from '../corpus/corpus';
import type { EpochUpdate } from '../crew/task';

/** All updates so far in one, for a thread that knows nothing: a machine's copy of what the campaign knows. */
export class Replica {
  private readonly entries = new Map<number, CorpusEntry>();
  private readonly fewest = new Map<number, number>();
  private energies = new Float64Array();
  private epoch = 0;

  take({ epoch, corpus, learned }: EpochUpdate): void {
    this.epoch = epoch;
    for (const id of corpus.removed) this.entries.delete(id);
    for (const entry of corpus.added) this.entries.set(entry.id, entry);
    this.energies = Float64Array.from(corpus.energies);
    for (let i = 0; i < learned.length; i += 2) this.fewest.set(learned[i]!, learned[i + 1]!);
  }

  snapshot(): EpochUpdate {
    const { epoch, energies } = this;
    const learned = Int32Array.from([...this.fewest].flat());
    return { epoch, corpus: { added: [...this.entries.values()], removed: [], energies }, learned };
  }
}
