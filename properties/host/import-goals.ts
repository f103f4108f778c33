import type { HostConfig } from '../../model/vocabulary/host/config';
import { BufferState } from '../../model/vocabulary/host/import-step';
import type { HostCall } from '../../model/vocabulary/host/op';
import type { LogStep } from '../../model/vocabulary/host/step';
import { StepKind } from '../../model/vocabulary/host/step-kind';
import type { Goal } from '../../model/vocabulary/verdict';
import type { HostFacts } from './facts/facts';

/** What a search over exported and imported BARs must meet, each with the situation that counts. dma-mmio.md 1.6, 3-7. */
export const IMPORT_GOALS = {
  'revoke of two': 'a revoke began while a BAR was mapped for two devices or more',
  'revoke in flight': 'a revoke began while a transfer to the BAR was under way',
  'request in revoke': 'a device reached a BAR whose revoke had begun and not returned',
  'late unmap': 'an importer gave a mapping up after the revoke had begun to wait for it',
  'lock while imported': 'an interface was to be locked while its BAR was exported and mapped',
  'private import': 'a trusted device was given a BAR that is private',
  'imported again': 'a BAR was mapped again after a revoke',
  'replay of two kinds': 'type1 mapped RAM and a BAR for a device that came later',
  'failed import': 'a write of leaves failed after others of the same call had succeeded',
  'bus address': 'a driver was given the bus address of a BAR',
  'routed request': 'a request went to a BAR past the IOMMU',
} as const;
export type ImportGoal = keyof typeof IMPORT_GOALS;
const NAMES = Object.keys(IMPORT_GOALS) as readonly ImportGoal[];

/** The call locks an interface, if it is not locked already. */
const locks = (call: HostCall): call is HostCall & { readonly device: number } =>
  call.call === 'lockTdi' || call.call === 'accept' || (call.call === 'attach' && call.t === 1);

/** Counts how often a search met each. Looks at each step with the facts as they were before it. */
export class ImportGoals {
  readonly met = Object.fromEntries(NAMES.map((name) => [name, 0])) as Record<ImportGoal, number>;
  private isOn = false;
  /** By BAR: its revoke has begun and not returned. */
  private revoking = new Uint8Array(0);
  /** By actor: what its call is. */
  private readonly calls: string[] = [];

  /** As a verdict tells them. */
  list(): readonly Goal[] {
    return NAMES.map((name) => {
      const count = this.met[name];
      return { name, statement: IMPORT_GOALS[name], count, reached: count > 0 };
    });
  }

  reset({ importers, mmio }: HostConfig): void {
    this.isOn = importers.length > 0 && mmio.length > 0;
    if (!this.isOn) return;
    this.revoking = new Uint8Array(mmio.length);
    this.calls.length = 0;
  }

  note(facts: HostFacts, step: LogStep, actor: number): void {
    if (!this.isOn) return;
    const { imports } = facts;
    switch (step.kind) {
      case StepKind.begin:
        this.calls[actor] = step.call.call;
        if (locks(step.call)) this.lock(facts, step.call.device);
        return;
      case StepKind.end:
        this.ended(facts, actor);
        return;
      case StepKind.setBuffer:
        this.revoking[step.bar] = step.state === BufferState.revoked ? 1 : 0;
        if (step.state !== BufferState.revoked) return;
        if (imports.mappings(step.bar) > 1) this.met['revoke of two']++;
        if (imports.fences[step.bar]! > 0) this.met['revoke in flight']++;
        return;
      case StepKind.revokeEnd:
        this.revoking[step.bar] = 0;
        return;
      case StepKind.mapBuffer:
        this.mapped(facts, step.importer, step.bar, step.mapped);
        return;
      case StepKind.portDma: {
        const bar = step.ok ? imports.barAt(step.spa) : -1;
        if (bar >= 0 && this.revoking[bar] === 1) this.met['request in revoke']++;
        if (step.routed) this.met['routed request']++;
        return;
      }
      default:
    }
  }

  private lock({ imports, locked }: HostFacts, device: number): void {
    if (locked[device] === 1) return;
    const isMapped = imports.bars.some((bar, at) => bar.device === device && bar.tio && imports.mappings(at) > 0);
    if (isMapped) this.met['lock while imported']++;
  }

  private mapped({ imports, config }: HostFacts, importer: number, bar: number, mapped: boolean): void {
    const { t, acs, path } = config.importers[importer]!;
    if (!mapped) {
      if (this.revoking[bar] === 1 && path === 'dma-api') this.met['late unmap']++;
      return;
    }
    if (t === 1) this.met['private import']++;
    if (path === 'dma-api' && !acs) this.met['bus address']++;
    if (imports.isClosed(importer, bar)) this.met['imported again']++;
  }

  private ended(facts: HostFacts, actor: number): void {
    const call = facts.imports.calls[facts.importerOf(actor)];
    if (call === undefined) return;
    if (call.failed && call.written.some(({ done }) => done > 0)) this.met['failed import']++;
    if (this.calls[actor] !== 'openPort' || call.failed) return;
    const leadsTo = (isMmio: boolean): boolean => call.written.some(({ spa }) => facts.holders.isMmio(spa) === isMmio);
    if (leadsTo(true) && leadsTo(false)) this.met['replay of two kinds']++;
  }
}
