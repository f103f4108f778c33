import type { Answer, KernelHost } from '../kbuild/process';

/** What dma-iommu.c did to the domain below it, in order. */
export interface DomainCall {
  readonly call: 'iommuMap' | 'iommuUnmap';
  readonly words: readonly bigint[];
}

const GIVEN = { words: [1n] };

/** The machine around dma-iommu.c: memory enough, and a record of calls and WARNs. */
export class IommuHost implements KernelHost {
  readonly calls: DomainCall[] = [];
  readonly warnings: string[] = [];

  ask(name: string): Answer {
    if (name === 'allocate') return GIVEN;
    throw new Error(`kernel code asks ${name}, which nothing here answers`);
  }

  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void {
    switch (name) {
      case 'iommuMap':
      case 'iommuUnmap':
        this.calls.push({ call: name, words });
        return;
      case 'warn':
        this.warnings.push(Buffer.from(bytes).toString('latin1'));
        return;
      // Of the kernel's own memory nothing is asked here.
      case 'allocated':
      case 'free':
        return;
      default:
        throw new Error(`kernel code tells ${name}, which nothing here understands`);
    }
  }
}
