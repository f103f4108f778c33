import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { DomainIndex, Type1Fault } from '../../../model/vocabulary/vfio-type1/op';
import type { KernelProcess } from '../kbuild/process';
import type { LetGo } from './let-go';
import { Type1Host } from './type1-host';

const NEVER = -1n;
const word = (flag: boolean): bigint => BigInt(Number(flag));

/** Calls of vfio_iommu_type1.c, of one run. Where a call does not come to its end the run is over, and each further one throws. */
export class KernelRun {
  /** Places of the WARNs so far. */
  readonly warnings: string[] = [];
  private over: string | null = null;

  constructor(
    private readonly process: KernelProcess,
    private readonly letGo: LetGo,
  ) {}

  /** The process goes to another run. */
  retire(): void {
    this.over = 'this kernel has made room for a later one';
  }

  /** Makes the machine: memory, domains, the container with its process. Areas come later. */
  boot(config: Type1Config): void {
    const cBit = config.cBit === null ? 0n : 1n << BigInt(config.cBit);
    const limits = [config.lockLimit, config.locked].map(BigInt);
    const modes = [config.capIpcLock, config.hugePagesDisabled].map(word);
    this.ask('open', cBit, ...limits, ...modes, BigInt(config.entryLimit));
    for (const { frame, frames, kind } of config.memory)
      this.ask('memory', BigInt(frame), BigInt(frames), word(kind === 'reserved'));
    config.domains.forEach(({ pageSizes, aperture, reserved }, domain) => {
      this.ask('device', BigInt(domain), pageSizes, aperture.first, aperture.last);
      for (const { first, last } of reserved) this.ask('reserve', BigInt(domain), first, last - first + 1n);
    });
    if (config.mediated) this.ask('mediated');
  }

  /** A call in which nothing fails: its results, and what the kernel told. */
  ask(entry: string, ...words: readonly bigint[]): { readonly words: readonly bigint[]; readonly host: Type1Host } {
    const host = new Type1Host(null, undefined, this.letGo);
    return { words: this.call(entry, words, host), host };
  }

  /** A call in which `fault` happens. `first` is the first domain of the list. */
  run(
    entry: string,
    words: readonly bigint[],
    fault: Type1Fault | null,
    first: DomainIndex | undefined,
  ): { readonly words: readonly bigint[]; readonly host: Type1Host } {
    const host = new Type1Host(fault, first, this.letGo);
    const isArmed = fault?.at === 'pin' || fault?.at === 'account';
    if (isArmed) this.arm(fault);
    const results = this.call(entry, words, host);
    if (isArmed) this.ask('faults', NEVER, 0n, NEVER);
    return { words: results, host };
  }

  private arm(fault: Type1Fault): void {
    if (fault.at === 'pin') this.ask('faults', BigInt(fault.nth), BigInt(fault.errno), NEVER);
    if (fault.at === 'account') this.ask('faults', NEVER, 0n, BigInt(fault.nth));
  }

  private call(entry: string, words: readonly bigint[], host: Type1Host): readonly bigint[] {
    if (this.over !== null) throw new Error(this.over);
    const { how, why, words: results } = this.process.call(entry, words, host);
    this.warnings.push(...host.warnings);
    if (how === 'ok') return results;
    this.over = `${how}: ${why}`;
    throw new Error(this.over);
  }
}
