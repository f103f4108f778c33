import seedrandom from 'seedrandom';
import { StreamDraw, type Draw } from '../../properties/engine/draw';
import type { Origin, OriginPart } from '../case';

/** The numbers that `seededDraw` gives for a case. */
const streamOf = (seed: string, caseNumber: number): (() => number) => seedrandom.alea(`${seed}/${caseNumber}`);

/**
 * The choices of one case, counted. It first repeats those that `origin` names, so that a generator comes to the very
 * state that it had there, with all that it remembers; from then on the choices are those of case `caseNumber`.
 */
export class CaseStream {
  /** Choices made so far. */
  draws = 0;
  readonly draw: Draw = new StreamDraw(() => this.next());
  private part = -1;
  /** Count of choices at which the next stream takes over. */
  private until = 0;
  private stream!: () => number;

  constructor(
    private readonly seed: string,
    private readonly repeated: Origin,
    private readonly caseNumber: number,
  ) {
    this.turn();
  }

  /** Where the choices came from. */
  get origin(): Origin {
    const parts = this.repeated.slice(0, this.part);
    const before = parts.reduce((sum, { draws }) => sum + draws, 0);
    const caseNumber = this.repeated[this.part]?.caseNumber ?? this.caseNumber;
    return [...parts, { caseNumber, draws: this.draws - before }];
  }

  /** True where what was repeated ends, and the case goes its own way. */
  get isAtBranch(): boolean {
    return this.draws === this.until;
  }

  private next(): number {
    while (this.draws === this.until) this.turn();
    this.draws++;
    return this.stream();
  }

  private turn(): void {
    this.part++;
    const part: OriginPart | undefined = this.repeated[this.part];
    this.stream = streamOf(this.seed, part?.caseNumber ?? this.caseNumber);
    this.until = part === undefined ? Infinity : this.until + part.draws;
  }
}

/** The first `draws` choices of `origin`. */
export function beginningOf(origin: Origin, draws: number): Origin {
  const parts: OriginPart[] = [];
  let left = draws;
  for (const { caseNumber, draws: whole } of origin) {
    if (left <= 0) break;
    parts.push({ caseNumber, draws: Math.min(whole, left) });
    left -= whole;
  }
  return parts;
}
