/** A campaign that cannot begin, or cannot go on: one line with the place and the remedy. */
export class CampaignError extends Error {
  override readonly name = 'CampaignError';

  /** `exitCode`: 64 where the command line or a folder is at fault, 70 where the campaign had to stop. */
  constructor(
    message: string,
    readonly exitCode: 64 | 70,
  ) {
    super(message);
  }
}
