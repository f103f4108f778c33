import { GOLDEN_SEQUENCES } from '../../tests/golden/sequences';
import { replayGolden } from './testing/golden-replay';

describe('page-tables.md 9.3, op sequences', () => {
  it.each(GOLDEN_SEQUENCES)('$id $title', (sequence) => replayGolden(sequence));
});
