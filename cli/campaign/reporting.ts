import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign } from '../../campaign/campaign';
import type { CampaignTrace } from '../../campaign/case';
import { campaignReport } from '../../campaign/report';
import type { StandInfo } from '../../campaign/stand';
import { writeWhole } from '../../campaign/store/files';
import type { CampaignFolder } from '../../campaign/store/folder';
import { campaignVerdict } from '../../campaign/verdict';
import type { TraceWords } from '../../campaign/words';
import type { Verdict } from '../../model/vocabulary';
import type { CampaignEnd, CampaignHead } from '../../model/vocabulary/campaign';
import type { TracePicture } from '../../model/vocabulary/picture';
import type { Finding } from '../../model/vocabulary/verdict';
import { renderCampaignReport } from '../../reports/campaign/html';
import type { WrittenTrace } from '../../reports/run';
import { plainVerdictPictures, verdictPictures } from '../picture/verdict-pictures';
import { standOf } from '../plain/stands';
import { onStand } from '../stand';
import { firstOpLineOf } from '../trace-folder';
import { findingKeyOf } from '../../campaign/findings/key';
import type { StandSpec } from './spec';

/** Writes what a campaign says of itself, on the way and at its end. */
export class Reporting {
  constructor(
    private readonly campaign: Campaign,
    private readonly info: StandInfo,
    private readonly head: CampaignHead,
    private readonly folder: CampaignFolder,
    private readonly words: TraceWords,
    private readonly spec: StandSpec,
  ) {}

  /** The campaign so far as a verdict. */
  get verdict(): Verdict<CampaignTrace> {
    return campaignVerdict(this.campaign, this.info, this.spec.seed, this.campaign.staleDeviations);
  }

  /** Writes `report.html`, each finding with the picture of its smallest trace. */
  async writePage(end: CampaignEnd): Promise<string> {
    const { campaign, info, head, folder, words } = this;
    const place = { folder: folder.path, words };
    const report = campaignReport(campaign, info, head, end, folder.readSamples(), campaign.staleDeviations, place);
    const pictures = new Map<string, TracePicture>();
    for (const [finding, picture] of await this.pictures()) pictures.set(findingKeyOf(finding), picture);
    const path = join(folder.path, 'report.html');
    writeWhole(path, renderCampaignReport(report, pictures));
    return path;
  }

  /** The file of each finding of a verdict, as it lies in the campaign's folder. */
  traceFiles(verdict: Verdict<CampaignTrace>): ReadonlyMap<Finding<CampaignTrace>, WrittenTrace> {
    const findings = [...verdict.rules.flatMap((rule) => rule.findings), ...verdict.divergences];
    return new Map(
      findings.map((finding) => {
        const path = join(this.folder.path, 'findings', findingKeyOf(finding), 'trace.json');
        return [finding, { path, firstOpLine: firstOpLineOf(readFileSync(path, 'utf8')) }];
      }),
    );
  }

  /** Runs the smallest traces again, on a subject of this thread's own. */
  async pictures(): Promise<ReadonlyMap<Finding<CampaignTrace>, TracePicture>> {
    const { subject, inProcess } = this.spec;
    const { verdict } = this;
    const stand = standOf(subject);
    if (stand !== null) return plainVerdictPictures(stand, subject, verdict);
    const onPageTable = verdict as Verdict;
    return onStand(subject, inProcess ? { inProcess: true } : {}, async (opened) => {
      const pictures = await verdictPictures(opened, onPageTable);
      return pictures as ReadonlyMap<Finding<CampaignTrace>, TracePicture>;
    });
  }
}
