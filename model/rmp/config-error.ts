/** The configuration describes no machine. */
export class RmpConfigError extends Error {
  override readonly name = 'RmpConfigError';
}
