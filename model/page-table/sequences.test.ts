import { GOLDEN_ENGINES, OLD_MISALIGNED } from '../../tests/golden/engines';
import { GOLDEN_SEQUENCES } from '../../tests/golden/sequences';
import { Status } from '../vocabulary';
import { PageTableMachine } from './machine';
import { replayGolden } from './testing/golden-replay';

describe('page-tables.md 9.3, op sequences', () => {
  it.each(GOLDEN_SEQUENCES)('$id $title', (sequence) => replayGolden(sequence));
});

describe('page-tables.md 5.3, two contracts', () => {
  it.each(GOLDEN_ENGINES)('row $id: $title', (sequence) => replayGolden(sequence));

  it('row 11-old: BUG', () => {
    const machine = new PageTableMachine(OLD_MISALIGNED.config);
    expect(machine.step(OLD_MISALIGNED.steps[0]!.op).status).toBe(Status.bug);
  });
});
