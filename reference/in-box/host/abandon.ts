/** Attempts at one thing after which a protocol is given up: the real one would go on for ever. */
export const MOST_ATTEMPTS = 12;

/** Thrown by a protocol that would go on without getting anywhere. */
export class Abandoned extends Error {}

/** One for all: it is thrown to leave, not to be looked at. */
export const ABANDONED = new Abandoned('a protocol went on without getting anywhere');
