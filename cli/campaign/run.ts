import { join } from 'node:path';
import { Campaign } from '../../campaign/campaign';
import { ThreadCrew } from '../../campaign/crew/thread-crew';
import type { Crew } from '../../campaign/crew/crew';
import { earlierTraces } from '../../campaign/store/earlier';
import { CampaignFolder } from '../../campaign/store/folder';
import { lockFolder } from '../../campaign/store/lock';
import { writeCampaign } from '../../campaign/store/open';
import { outcomeOf, type CampaignOutcome } from '../../campaign/verdict';
import type { CampaignHead } from '../../model/vocabulary/campaign';
import type { Door } from '../door';
import { ExitCode } from '../exit-code';
import { reportVerdict } from '../report-verdict';
import { packageVersion } from '../version';
import type { CampaignFlags } from './flags';
import { limitsOf } from './limits';
import { openCampaignStand } from './open-stand';
import { placeOf, type Place } from './place';
import { Reporting } from './reporting';
import { digestOfKnown, standSpec, type StandSpec } from './spec';
import { CampaignStatus } from './status';
import { tellingOf, wordsOf } from './words';

/** Seconds between two reports on the way. */
const REPORT_SECONDS = 180;

const EXIT_CODES: Readonly<Record<CampaignOutcome, ExitCode>> = {
  clean: ExitCode.held,
  finding: ExitCode.broken,
  inconclusive: ExitCode.notReached,
  interrupted: ExitCode.interrupted,
};

/** Starts the crew of a campaign. */
export type StartCrew = (spec: StandSpec) => Promise<Crew>;

const threads =
  (workers: number): StartCrew =>
  (spec) =>
    ThreadCrew.start(join(__dirname, 'worker.js'), spec, workers);

/** Workers behind a queue; what they must be like is told by a stand of our own, which is closed again. */
const queued =
  (url: string, door: Door): StartCrew =>
  async (spec) => {
    const { QueueCrew } = await import('../../campaign/queue/queue-crew');
    const stand = await openCampaignStand(spec);
    await stand.close?.();
    const toolVersion = packageVersion();
    return QueueCrew.start(url, { toolVersion, spec, info: stand.info, note: (line) => door.note(line) });
  };

/** Runs or resumes a campaign of the subject called `name`; returns the exit code. */
export async function runCampaign(
  name: string,
  flags: CampaignFlags,
  door: Door,
  signal: AbortSignal,
  startCrew: StartCrew = flags.queue === undefined ? threads(flags.workers) : queued(flags.queue, door),
): Promise<ExitCode> {
  const place = placeOf(name, flags);
  const release = lockFolder(place.folder);
  try {
    const spec = await standSpec(name, flags, place.before);
    const crew = await startCrew(spec);
    try {
      return await conduct(place, spec, flags, crew, door, signal);
    } finally {
      await crew.close();
    }
  } finally {
    release();
  }
}

async function conduct(
  { folder: path, before, earlier }: Place,
  spec: StandSpec,
  flags: CampaignFlags,
  crew: Crew,
  door: Door,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { info } = crew;
  const limits = limitsOf(flags, before?.limits ?? null);
  const words = wordsOf(spec.subject);
  const head = headOf(info, spec, limits);
  const { machine, version, toolVersion, profile, assumed, seed } = head;
  const known = digestOfKnown(spec.known);
  const { subject, themes } = spec;
  const file = {
    toolVersion,
    machine,
    subject,
    version,
    profile,
    assumed: [...assumed],
    themes: themes && [...themes],
    seed,
    known,
    pace: info.pace,
    limits,
  };
  const traces = earlier === null ? [] : earlierTraces(earlier, words);
  writeCampaign(path, file, before);
  const rules = new Map(info.rules.map(({ rule }) => [rule.id as string, rule]));
  const folder = new CampaignFolder(path, words, { subject, profile }, (id) => rules.get(id) ?? null);
  door.note(
    `${spec.subject}, profile ${profile}, seed ${seed}: ${path}${traces.length > 0 ? `, ${traces.length} traces of ${earlier} first` : ''}`,
  );

  const status = new CampaignStatus(head, process.stderr);
  let reported = performance.now();
  const campaign = new Campaign(crew, folder, {
    seed,
    limits,
    earlier: traces,
    state: before === null ? null : folder.readState(),
    onEpoch: async (sample) => {
      status.show(sample);
      if (performance.now() - reported < REPORT_SECONDS * 1000) return;
      await reporting.writePage('running');
      reported = performance.now();
    },
  });
  const reporting = new Reporting(campaign, info, head, folder, words, spec);
  const end = await campaign.run(signal);
  status.clear();
  const { verdict } = reporting;
  const page = await reporting.writePage(end);
  reportVerdict(
    verdict,
    tellingOf(spec.subject),
    { ...flags, out: path },
    door,
    new Map(),
    reporting.traceFiles(verdict),
  );
  door.note(`ended: ${end}; report: ${page}`);
  return EXIT_CODES[outcomeOf(campaign, info, end)];
}

const headOf = (info: Crew['info'], { seed, themes }: StandSpec, limits: CampaignHead['limits']): CampaignHead => ({
  machine: info.machine,
  subject: info.subject,
  version: info.version,
  toolVersion: packageVersion(),
  profile: info.profile,
  assumed: info.assumed,
  themes: themes ?? 'all',
  seed,
  limits,
});
