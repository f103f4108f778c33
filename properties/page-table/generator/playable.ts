import type { OpName } from '../../../model/vocabulary';
import { OP_NAMES } from '../../../model/vocabulary/op';
import { Weights } from '../../engine/draw';
import type { GeneratorOptions } from './options';
import type { ConfigWishes, Move, Theme } from './theme';
import { THEME_WEIGHTS, THEMES } from './themes';

/**
 * The themes that `options` leave, each with the moves that the contract knows and the subject can play.
 * Throws RangeError if a name is unknown, or if nothing is left.
 */
export function playableThemes(options: GeneratorOptions): Weights<Theme> {
  const names = options.themes ?? THEMES.map((theme) => theme.name);
  for (const name of names) {
    if (!THEMES.some((theme) => theme.name === name)) {
      throw new RangeError(`no theme "${name}"; there are: ${THEMES.map((theme) => theme.name).join(', ')}`);
    }
  }
  const themes = THEME_WEIGHTS.entries
    .filter(([, theme]) => names.includes(theme.name) && wishesCanBeMet(theme.wishes, options))
    .map(
      ([weight, theme]) =>
        [weight, { ...theme, moves: theme.moves.filter((move) => playable(move, options)) }] as const,
    )
    .filter(([, theme]) => theme.moves.slots.length > 0);
  if (themes.length === 0) throw new RangeError(`the subject can play none of the themes: ${names.join(', ')}`);
  return new Weights(themes);
}

/** True if the subject has the op and the contract knows it: the old interface has no range map. */
export const isAvailable = (name: OpName, { contract, capabilities }: GeneratorOptions): boolean =>
  capabilities.ops.includes(name) && !(contract === 'io-pgtable' && name === 'map');

function playable(move: Move, options: GeneratorOptions): boolean {
  if (move.hostile && !options.capabilities.hostile) return false;
  if (move.contracts && !move.contracts.includes(options.contract)) return false;
  return move.kinds.some((kind) => isAvailable(OP_NAMES[kind]!, options));
}

/** False if the theme is about something that the subject cannot be configured to. */
function wishesCanBeMet(wishes: ConfigWishes, { formats, capabilities }: GeneratorOptions): boolean {
  const { limits } = capabilities;
  return (
    meets(wishes.format, formats ?? capabilities.formats) &&
    meets(wishes.domains, limits.domains) &&
    meets(wishes.domainType, limits.domainType)
  );
}

const meets = <T>(wish: Weights<T> | undefined, limit: readonly T[] | undefined): boolean =>
  wish === undefined || limit === undefined || wish.slots.some((value) => limit.includes(value));
