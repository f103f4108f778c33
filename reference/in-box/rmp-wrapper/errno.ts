/** What the calls return besides 0 and codes of PSMASH. */
export const Errno = { noMemory: -12, fault: -14, noDevice: -19, invalid: -22 } as const;
