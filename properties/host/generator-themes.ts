import { Weights } from '../engine/draw';

/** What a case concentrates on. */
export const THEMES = ['mixed', 'trusted', 'reuse', 'interleave', 'races', 'devices', 'launch', 'imports'] as const;
export type HostTheme = (typeof THEMES)[number];

export type Move =
  | 'chase'
  | 'overtake'
  | 'collide'
  | 'convert'
  | 'guest'
  | 'vmm'
  | 'bar'
  | 'import'
  | 'kernel'
  | 'dma'
  | 'access'
  | 'run'
  | 'evict'
  | 'fence';

/** Weights of moves by theme. `run` counts only while some protocol is under way. */
export const MOVES: Readonly<Record<HostTheme, Weights<Move>>> = {
  mixed: moves({
    chase: 5,
    overtake: 3,
    collide: 12,
    convert: 35,
    guest: 10,
    vmm: 12,
    bar: 0,
    import: 0,
    kernel: 4,
    dma: 25,
    access: 6,
    run: 15,
    evict: 4,
    fence: 1,
  }),
  trusted: moves({
    chase: 5,
    overtake: 4,
    collide: 6,
    convert: 30,
    guest: 20,
    vmm: 14,
    bar: 12,
    import: 0,
    kernel: 2,
    dma: 25,
    access: 4,
    run: 15,
    evict: 3,
    fence: 6,
  }),
  reuse: moves({
    chase: 24,
    overtake: 3,
    collide: 1,
    convert: 30,
    guest: 8,
    vmm: 10,
    bar: 0,
    import: 0,
    kernel: 32,
    dma: 30,
    access: 4,
    run: 25,
    evict: 2,
    fence: 1,
  }),
  interleave: moves({
    chase: 10,
    overtake: 10,
    collide: 6,
    convert: 30,
    guest: 10,
    vmm: 12,
    bar: 0,
    import: 0,
    kernel: 5,
    dma: 25,
    access: 4,
    run: 60,
    evict: 2,
    fence: 2,
  }),
  races: moves({
    chase: 3,
    overtake: 8,
    collide: 120,
    convert: 30,
    guest: 35,
    vmm: 10,
    bar: 0,
    import: 0,
    kernel: 6,
    dma: 10,
    access: 4,
    run: 60,
    evict: 1,
    fence: 2,
  }),
  devices: moves({
    chase: 4,
    overtake: 8,
    collide: 2,
    convert: 20,
    guest: 8,
    vmm: 35,
    bar: 45,
    import: 0,
    kernel: 4,
    dma: 25,
    access: 3,
    run: 25,
    evict: 4,
    fence: 3,
  }),
  // Until a guest is launched, what its vCPUs would do is launching instead.
  launch: moves({
    chase: 6,
    overtake: 6,
    collide: 4,
    convert: 50,
    guest: 12,
    vmm: 14,
    bar: 0,
    import: 0,
    kernel: 8,
    dma: 20,
    access: 4,
    run: 40,
    evict: 2,
    fence: 4,
  }),
  // BARs and who imports them; of the rest enough to see that it does not come in the way.
  imports: moves({
    chase: 1,
    overtake: 1,
    collide: 0,
    convert: 6,
    guest: 2,
    vmm: 6,
    bar: 12,
    import: 150,
    kernel: 1,
    dma: 4,
    access: 1,
    run: 35,
    evict: 1,
    fence: 3,
  }),
};
/** Percent of protocols that are held after a few steps. */
export const HELD: Readonly<Record<HostTheme, number>> = {
  mixed: 15,
  trusted: 20,
  reuse: 50,
  interleave: 80,
  races: 80,
  devices: 30,
  launch: 45,
  imports: 30,
};
/** Most steps between two looks at others: shorter than any protocol, longer than its parts. */
export const MOST_HELD = 24;

function moves(weights: Readonly<Record<Move, number>>): Weights<Move> {
  return new Weights(Object.entries(weights).map(([move, weight]) => [weight, move as Move]));
}
