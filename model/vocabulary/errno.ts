/** Error codes by name, as returned (negative). page-tables.md 0.2, dma-mmio.md 0.4. */
export const Errno = {
  EPERM: -1,
  ENOENT: -2,
  EINTR: -4,
  EIO: -5,
  ENXIO: -6,
  EBADF: -9,
  EAGAIN: -11,
  ENOMEM: -12,
  EFAULT: -14,
  EBUSY: -16,
  EEXIST: -17,
  ENODEV: -19,
  EINVAL: -22,
  ENFILE: -23,
  EMFILE: -24,
  ENOTTY: -25,
  ENOSPC: -28,
  ERANGE: -34,
  EOVERFLOW: -75,
  EOPNOTSUPP: -95,
  EADDRINUSE: -98,
  EREMOTEIO: -121,
} as const;
export type ErrnoName = keyof typeof Errno;

const NAMES = new Map<number, string>(Object.entries(Errno).map(([name, value]) => [value, name]));

/** `0`, `-EINVAL (-22)`, or the bare number if it has no name here. */
export const errnoText = (ret: number): string => {
  const name = NAMES.get(ret);
  return name === undefined ? String(ret) : `-${name} (${ret})`;
};
