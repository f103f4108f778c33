import type { ActorName, HostCall } from '../../../model/vocabulary/host/op';
import type { ImportLockStep } from '../../../model/vocabulary/host/import-step';
import type { LockStep } from '../../../model/vocabulary/host/policy-step';
import type { HostPolicy } from '../../../model/vocabulary/host/policy';
import type { HostStep, LogStep } from '../../../model/vocabulary/host/step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { Abandoned } from './abandon';
import { Actor } from './actor';
import { protocolOf } from './calls';
import type { Context, Protocol } from './context';
import type { Executor } from './execute';
import { dropBuffer } from './import/buffer';
import type { StepLog } from './log';
import type { HostParts } from './parts';
import type { HostState } from './state';

/** Steps after which a call is given up: many times what the longest needs. */
const MOST_STEPS = 20_000;

/**
 * Lets actors take steps, in the order that the trace says and in no other. A step is asked for only when it is its
 * turn, so what an actor decides between two steps it decides in one moment with the second.
 */
export class Scheduler {
  private readonly actors: readonly Actor[];
  private readonly contexts: readonly Context[];
  private readonly held: (LockStep | ImportLockStep)[][];
  /** Number of the first importer among the actors: they are the last. */
  private readonly firstImporter: number;

  constructor(
    private readonly state: HostState,
    private readonly executor: Executor,
    private readonly log: StepLog,
    private readonly busy: Uint8Array,
    policy: HostPolicy,
    parts: HostParts,
  ) {
    this.actors = state.actors.map((_, index) => new Actor(index));
    this.held = state.actors.map(() => []);
    this.firstImporter = state.actors.length - state.config.importers.length;
    this.contexts = this.actors.map((actor) => ({
      actor: actor.index,
      state,
      parts,
      policy,
      view: { config: state.config },
      smashCode: () => actor.smashCode,
      mark: (step: LogStep) => {
        log.add(step, actor.index);
      },
    }));
  }

  /** Begins a protocol; what the actor was at ends first. Nothing happens if that cannot, or the call is nobody's. */
  start(name: ActorName, call: HostCall, hold: number | null): void {
    const actor = this.named(name);
    if (actor === undefined || !this.run(actor, null)) return;
    const protocol = protocolOf(this.contexts[actor.index]!, name, call);
    if (protocol === null) return;
    this.begin(actor, protocol, call);
    this.run(actor, hold);
  }

  resume(name: ActorName, n: number | null): void {
    const actor = this.named(name);
    if (actor === undefined) return;
    this.giveUpAsked(actor);
    this.run(actor, n);
  }

  /** Every protocol runs out, in the order of actors; false: some cannot. */
  runOut(): boolean {
    let moved = true;
    while (moved) {
      moved = false;
      for (const actor of this.actors) {
        const before = this.log.length;
        this.giveUpAsked(actor);
        if (actor.protocol !== null && this.run(actor, null)) moved = true;
        else if (this.log.length > before) moved = true;
      }
    }
    return this.isQuiet();
  }

  isQuiet(): boolean {
    return this.actors.every(({ protocol }) => protocol === null);
  }

  private begin(actor: Actor, protocol: Protocol, call: HostCall): void {
    actor.protocol = protocol;
    actor.call = call;
    this.busy[actor.index] = 1;
    this.log.add({ kind: StepKind.begin, call }, actor.index);
  }

  /** An idle driver that was told to give up a mapping does so as soon as it gets to it. */
  private giveUpAsked(actor: Actor): void {
    const importer = actor.index - this.firstImporter;
    if (importer < 0 || actor.protocol !== null) return;
    const bar = this.state.imports.owed(importer);
    if (bar >= 0)
      this.begin(actor, dropBuffer(this.contexts[actor.index]!, importer, bar), { call: 'dropImport', bar });
  }

  private named(name: ActorName): Actor | undefined {
    return this.actors[this.state.actors.indexOf(name)];
  }

  /** Up to `n` steps; true: the actor has nothing to do any more. */
  private run(actor: Actor, n: number | null): boolean {
    const most = n ?? MOST_STEPS;
    for (let taken = 0; actor.protocol !== null && taken < most; taken++) {
      if (!this.stepOf(actor)) return false;
    }
    if (actor.protocol !== null && n === null) {
      actor.protocol.return();
      this.finish(actor, StepKind.abandon);
    }
    return actor.protocol === null;
  }

  /** One step, or the end; false: blocked. */
  private stepOf(actor: Actor): boolean {
    let step = actor.waiting;
    if (step === null) {
      const next = this.next(actor);
      if (next === null) return true;
      step = next;
    }
    if (!this.executor.run(step, actor.index)) {
      actor.waiting = step;
      return false;
    }
    actor.waiting = null;
    this.log.add(step, actor.index);
    this.note(actor, step);
    return true;
  }

  /** The protocol's next step; null: it is over. */
  private next(actor: Actor): HostStep | null {
    try {
      const { done, value } = actor.protocol!.next();
      if (done !== true) return value;
      this.finish(actor, StepKind.end);
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
      this.finish(actor, StepKind.abandon);
    }
    return null;
  }

  private note(actor: Actor, step: HostStep): void {
    const held = this.held[actor.index]!;
    if (step.kind === StepKind.lock || step.kind === StepKind.importLock) held.push(step);
    else if (step.kind === StepKind.unlock || step.kind === StepKind.importUnlock) held.pop();
    else if (step.kind === StepKind.psmash || step.kind === StepKind.psmashIo) actor.smashCode = step.code;
  }

  private finish(actor: Actor, kind: typeof StepKind.end | typeof StepKind.abandon): void {
    this.log.add({ kind, call: actor.call! }, actor.index);
    // A protocol that was given up leaves no lock behind: one fault is told once.
    for (const lock of this.held[actor.index]!.splice(0)) {
      if ('of' in lock) this.state.imports.unlock(lock.of, lock.index);
      else this.state.unlock(lock.guest, lock.region);
    }
    actor.protocol = null;
    actor.call = null;
    this.busy[actor.index] = 0;
  }
}
