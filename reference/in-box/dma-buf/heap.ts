/** What the mapping code has allocated and not freed. */
export class Heap {
  pieces = 0;

  take(): void {
    this.pieces++;
  }

  give(): void {
    this.pieces--;
  }
}
