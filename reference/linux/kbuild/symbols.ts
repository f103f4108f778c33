/** Room for a missing symbol: a structure read beyond it would bear the next one's name. */
const SLOT = 1024;
const PREAMBLE = '.section .note.GNU-stack,"",@progbits\n';

/**
 * Assembly that defines each of `symbols` in memory that cannot be touched: reading, writing or calling one ends the call
 * with its name (user/traps.c).
 */
export function missingSymbols(symbols: readonly string[]): string {
  const global = (name: string): string => `.globl ${name}\n${name}:\n`;
  return [
    PREAMBLE,
    '.section .stand_missing,"aw",@nobits\n.balign 4096\n',
    global('stand_missing_start'),
    ...symbols.map((symbol) => `${global(symbol)}.skip ${SLOT}\n`),
    '.balign 4096\n',
    global('stand_missing_end'),
    '.section .rodata\n.balign 8\n',
    `${global('stand_missing_slot_size')}.quad ${SLOT}\n`,
    global('stand_missing'),
    ...symbols.map((symbol, i) => `.quad ${symbol}, .Lname${i}\n`),
    // The padding after the last slot has an index too.
    ...Array.from({ length: 4096 / SLOT }, () => '.quad stand_missing_end, .Lnone\n'),
    ...symbols.map((symbol, i) => `.Lname${i}: .asciz "${symbol}"\n`),
    '.Lnone: .asciz "behind the last symbol"\n',
  ].join('');
}

/** Assembly of the table of CPUID instructions that user/instructions.c puts breakpoints on. */
export const cpuidSites = (addresses: readonly string[]): string =>
  [
    PREAMBLE,
    '.section .stand_cpuid,"a",@progbits\n.balign 8\n.globl stand_cpuid_sites\nstand_cpuid_sites:\n',
    ...addresses.map((address) => `.quad ${address}\n`),
    '.quad 0\n',
  ].join('');

/** Addresses of the CPUID instructions in objdump's disassembly of a linked program. */
export const cpuidSitesIn = (disassembly: string): readonly string[] =>
  [...disassembly.matchAll(/^\s*([0-9a-f]+):\s+cpuid\s*$/gm)].map(([, address]) => `0x${address!}`);
