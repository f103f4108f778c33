import type { Goal } from '../../model/vocabulary/verdict';
import type { LogStep } from '../../model/vocabulary/host/step';
import { StepKind } from '../../model/vocabulary/host/step-kind';
import type { HostFacts } from './facts/facts';
import { regionOf } from './facts/ownership';
import { isShared } from './facts/windows';

/** Share of probe DMAs that must succeed. host.md, Policies to have. */
export const PROBE_SHARE = 0.95;

/** What a policy must also reach, not to be safe by doing nothing. host.md, Policies to have. */
export class Goals {
  /** Leaves of 2M or more to shared pages, over regions that are all shared. */
  largeShared = 0;
  /** T=1 leaves of 2M over 2M entries. */
  largeTrusted = 0;
  /** PSMASH_IO on a leaf that a device could use. */
  liveSmashes = 0;
  probes = 0;
  probesPassed = 0;
  /** Pages that guests asked to have converted, by the calls; and pages that were. For policies with a granule. */
  pagesAsked = 0;
  pagesConverted = 0;

  get probeShare(): number {
    return this.probes === 0 ? 1 : this.probesPassed / this.probes;
  }

  /** As a verdict tells them. */
  list(): readonly Goal[] {
    const goal = (name: string, statement: string, count: number): Goal => ({
      name,
      statement,
      count,
      reached: count > 0,
    });
    return [
      goal('2M shared', 'leaves of 2M or more to shared pages, over regions that are all shared', this.largeShared),
      goal('2M trusted', 'T=1 leaves of 2M over 2M entries', this.largeTrusted),
      goal('PSMASH_IO', 'PSMASH_IO on a leaf that a device could use', this.liveSmashes),
      {
        name: 'probe DMAs',
        statement: `at the end at least ${100 * PROBE_SHARE} % of the requests to leaves succeed`,
        count: this.probesPassed,
        of: this.probes,
        reached: this.probeShare >= PROBE_SHARE,
      },
      // What a granule costs: more pages than were asked for.
      {
        name: 'pages converted',
        statement: 'guests ask for conversions, and get them',
        count: this.pagesConverted,
        of: this.pagesAsked,
        reached: this.pagesConverted > 0,
      },
    ];
  }

  /** Takes in one step, after the facts have. */
  note(facts: HostFacts, step: LogStep): void {
    switch (step.kind) {
      case StepKind.ioMap:
        if (step.lg < 21 || step.done === 0 || facts.opened[step.dom] === 0) return;
        if (isShared(facts.io.windows.at(step.dom, step.iova)))
          this.largeShared += facts.ownership.assignedIn[regionOf(step.spa)] === 0 ? 1 : 0;
        else this.largeTrusted += facts.ownership.large[regionOf(step.spa)]!;
        return;
      case StepKind.psmashIo:
        if (step.code === 0 && facts.opened[step.dom]! > 0) this.liveSmashes++;
        return;
      case StepKind.dma:
        if (!step.probe) return;
        this.probes++;
        if (step.ok) this.probesPassed++;
        return;
      case StepKind.begin:
        if (step.call.call === 'toPrivate' || step.call.call === 'toShared') this.pagesAsked += step.call.n;
        return;
      case StepKind.ask:
        this.pagesConverted += step.n;
        return;
      default:
    }
  }
}
