import { Weights } from '../../../engine/draw';
import type { Theme } from '../theme';
import { core } from './core';
import { dirty } from './dirty';
import { gather } from './gather';
import { growth } from './growth';
import { hostile } from './hostile';
import { largePages } from './large-pages';
import { memoryPressure } from './memory-pressure';
import { overlap } from './overlap';
import { pageSizes } from './page-sizes';
import { ramMmio } from './ram-mmio';
import { specialDomains } from './special-domains';
import { twoDomains } from './two-domains';

/**
 * All themes with their shares of the cases. Each has about the same; `special-domains` a small one, because the
 * wrappers do little there, `core` a little more, because that is what everyone uses.
 */
export const THEME_WEIGHTS = new Weights<Theme>([
  [12, core],
  [10, pageSizes],
  [8, largePages],
  [12, overlap],
  [10, hostile],
  [10, memoryPressure],
  [8, dirty],
  [10, ramMmio],
  [8, growth],
  [8, gather],
  [6, twoDomains],
  [1, specialDomains],
]);

export const THEMES: readonly Theme[] = THEME_WEIGHTS.entries.map(([, theme]) => theme);
