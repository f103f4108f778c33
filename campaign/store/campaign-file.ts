import { z } from 'zod';
import { CampaignError } from '../campaign-error';

const FORMAT = 'iommu-conformance campaign';
const VERSION = 1;

const limit = z.number().positive().nullable();

const schema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(VERSION),
  toolVersion: z.string(),
  machine: z.string(),
  subject: z.string(),
  version: z.string(),
  profile: z.string(),
  assumed: z.array(z.string()),
  themes: z.array(z.string()).nullable(),
  seed: z.string(),
  /** Digest of the `--known` file, or null. */
  known: z.string().nullable(),
  pace: z.strictObject({ epochCases: z.int().positive(), shardCases: z.int().positive() }),
  limits: z.strictObject({ seconds: limit, cases: limit, plateauSeconds: limit }),
});

/** `campaign.json`: what a campaign was started with. All but the limits must stay as it is. */
export type CampaignFile = Omit<z.infer<typeof schema>, 'format' | 'formatVersion'>;

export const formatCampaignFile = (file: CampaignFile): string =>
  `${JSON.stringify({ format: FORMAT, formatVersion: VERSION, ...file }, null, 2)}\n`;

/** Reads the text of `campaign.json`. Throws CampaignError. */
export function parseCampaignFile(text: string, path: string): CampaignFile {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new CampaignError(`${path}: not JSON (${(error as Error).message}); it is no campaign's folder`, 64);
  }
  const parsed = schema.safeParse(document);
  if (!parsed.success) {
    const { path: at, message } = parsed.error.issues[0]!;
    throw new CampaignError(
      `${path}: at ${at.join('.') || 'the top'}: ${message}; it is of another version of this tool, or none of its files`,
      64,
    );
  }
  const { format: _format, formatVersion: _version, ...file } = parsed.data;
  return file;
}

/** What an option is called on the command line, for those that cannot change. */
const OPTIONS: readonly (readonly [field: keyof CampaignFile, option: string])[] = [
  ['subject', 'subject'],
  ['machine', '--machine'],
  ['version', "subject's version"],
  ['toolVersion', 'version of this tool'],
  ['profile', '--profile'],
  ['assumed', '--assume'],
  ['themes', '--theme'],
  ['seed', '--seed'],
  ['known', '--known file'],
  ['pace', 'length of epochs'],
];

/** Throws CampaignError if a campaign that began as `before` cannot go on as `now`: its cases would be others. */
export function assertSame(before: CampaignFile, now: CampaignFile, folder: string): void {
  for (const [field, option] of OPTIONS) {
    const [was, is] = [JSON.stringify(before[field]), JSON.stringify(now[field])];
    if (was === is) continue;
    throw new CampaignError(
      `${folder} was begun with another ${option} (${was}, now ${is}): leave it as it was, or begin anew with another --out`,
      64,
    );
  }
}
