import type { AssumptionChoices, AssumptionName } from '../../model/vocabulary';
import { ASSUMPTION_POSITIONS, DEFAULT_ASSUMPTIONS } from '../../model/vocabulary/assumption';
import type { SubjectProvider } from '../provider';
import { SubjectError } from '../subject-error';
import { inBoxSubject, partsFor } from './page-table';

const NAME = 'in-box';
const VARIANT = `${NAME}@`;

/** `in-box`, and `in-box@AMB-LEN=einval,…` for other positions on open questions. */
export const inBoxProvider: SubjectProvider = {
  list: () => [
    { name: NAME, what: 'the second implementation, in this process: AMD v1 and v2, both contracts', available: true },
    {
      name: `${VARIANT}<AMB-…=position>`,
      what: 'the same, with another position on an open question',
      available: true,
    },
  ],
  open(name) {
    if (name === NAME) return Promise.resolve(inBoxSubject());
    if (!name.startsWith(VARIANT)) return null;
    return variant(name);
  },
};

const variant = async (name: string) => inBoxSubject(partsFor(positions(name)), name);

function positions(name: string): AssumptionChoices {
  const chosen: Record<string, string> = { ...DEFAULT_ASSUMPTIONS };
  for (const choice of name.slice(VARIANT.length).split(',')) {
    const [question = '', position = ''] = choice.split('=');
    const known = ASSUMPTION_POSITIONS[question as AssumptionName] as readonly string[] | undefined;
    if (known === undefined) {
      throw new SubjectError(
        `${name}: no open question ${question}; there are ${Object.keys(ASSUMPTION_POSITIONS).join(', ')}`,
      );
    }
    if (!known.includes(position)) throw new SubjectError(`${name}: say ${question}=${known.join(` or ${question}=`)}`);
    chosen[question] = position;
  }
  // Every value was checked against the positions of its name.
  return chosen as AssumptionChoices;
}
