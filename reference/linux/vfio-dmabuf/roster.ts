/** Things that kernel code knows by number: each gets the next one when it is first named. */
export class Roster<T> {
  private readonly things: T[] = [];
  private readonly numbers = new Map<T, bigint>();

  numberOf(thing: T): bigint {
    const known = this.numbers.get(thing);
    if (known !== undefined) return known;
    const number = BigInt(this.things.push(thing) - 1);
    this.numbers.set(thing, number);
    return number;
  }

  /** @throws RangeError for a number that was not given */
  at(number: bigint): T {
    const thing = this.things[Number(number)];
    if (thing === undefined) throw new RangeError(`nothing has number ${number}`);
    return thing;
  }
}
