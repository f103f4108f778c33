import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ODD } from '../../properties/plain/testing/counter';
import { COUNTER_WORDS, counterCampaign, patience } from '../testing/counter';
import { formatCampaignFile, type CampaignFile } from './campaign-file';
import { earlierTraces } from './earlier';
import { appendLine, writeWhole } from './files';
import { CampaignFolder } from './folder';
import { lockFolder } from './lock';
import { assertFree, campaignToResume, lastRunIn, nextRunIn, writeCampaign } from './open';

let path: string;
beforeEach(() => (path = mkdtempSync(join(tmpdir(), 'store-'))));
afterEach(() => rmSync(path, { recursive: true }));

const FILE: CampaignFile = {
  toolVersion: '1',
  machine: 'counter',
  subject: 'odd',
  version: '1',
  profile: 'default',
  assumed: [],
  themes: null,
  seed: 's',
  known: null,
  pace: { epochCases: 32, shardCases: 4 },
  limits: { seconds: 60, cases: null, plateauSeconds: null },
};
const refusal = (message: RegExp, exitCode = 64) =>
  expect.objectContaining({ message: expect.stringMatching(message), exitCode });
const thrownBy = (act: () => void): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('the folder of a campaign', () => {
  test('a new one may be empty; one in use, or one with strangers in it, is refused', () => {
    expect(() => assertFree(path)).not.toThrow();
    writeFileSync(join(path, 'diary.txt'), '');
    expect(thrownBy(() => assertFree(path))).toEqual(
      refusal(/not empty and no campaign's folder \(it holds diary.txt\)/),
    );
    writeCampaign(path, FILE, null);
    expect(thrownBy(() => assertFree(path))).toEqual(refusal(/holds a campaign already: go on with it by --resume/));
  });

  test('only a campaign can be resumed, and only as it was begun; limits may change', () => {
    expect(thrownBy(() => campaignToResume(path))).toEqual(refusal(/is no campaign's folder/));
    writeCampaign(path, FILE, null);
    const before = campaignToResume(path);
    expect(before).toEqual(FILE);
    expect(() => writeCampaign(path, { ...FILE, limits: { ...FILE.limits, cases: 9 } }, before)).not.toThrow();
    for (const other of [{ seed: 't' }, { version: '2' }, { themes: ['short'] }, { known: 'ab' }])
      expect(thrownBy(() => writeCampaign(path, { ...FILE, ...other }, before))).toEqual(
        refusal(/was begun with another/),
      );
  });

  test('a damaged campaign.json is refused in one line', () => {
    writeFileSync(join(path, 'campaign.json'), '{ "format": ');
    expect(thrownBy(() => campaignToResume(path))).toEqual(refusal(/campaign.json: not JSON/));
    writeFileSync(join(path, 'campaign.json'), formatCampaignFile({ ...FILE, seed: 5 as unknown as string }));
    expect(thrownBy(() => campaignToResume(path))).toEqual(refusal(/at seed: /));
  });

  test('runs of a subject are numbered', () => {
    expect(lastRunIn(path)).toBeNull();
    expect(nextRunIn(path)).toBe(join(path, '0001'));
    writeCampaign(join(path, '0009'), FILE, null);
    mkdirSync(join(path, '0010'));
    expect(lastRunIn(path)).toBe(join(path, '0009'));
    expect(nextRunIn(path)).toBe(join(path, '0011'));
  });

  test('one process at a time; one that was killed holds nothing', () => {
    writeFileSync(join(path, 'running.pid'), `${process.ppid}\n`);
    expect(thrownBy(() => lockFolder(path))).toEqual(refusal(/process \d+ is running this campaign/));
    // Above the largest process number that Linux gives.
    writeFileSync(join(path, 'running.pid'), `${2 ** 22 + 1}\n`);
    lockFolder(path)();
    expect(readdirSync(path)).toEqual([]);
  });
});

describe('what cannot be written', () => {
  test('a path through a file is the fault of the command line', () => {
    writeFileSync(join(path, 'file'), '');
    expect(thrownBy(() => writeWhole(join(path, 'file', 'state.json'), ''))).toEqual(
      refusal(/choose another one with --out/),
    );
  });

  test('a full disk says how to go on', () => {
    expect(thrownBy(() => appendLine('/dev/full', 'x'))).toEqual(refusal(/the disk is full.*--resume/, 70));
  });
});

describe('a campaign on disk', () => {
  const open = (): CampaignFolder =>
    new CampaignFolder(path, COUNTER_WORDS, { subject: 'odd', profile: 'default' }, () => null);
  const run = async (): Promise<CampaignFolder> => {
    const folder = open();
    await counterCampaign({ cases: 64 }, { subject: ODD, journal: folder }).campaign.run(patience());
    return folder;
  };

  test('holds the entries of the corpus, a folder for each finding, samples a line each', async () => {
    const folder = await run();
    const state = folder.readState()!;
    expect([...folder.corpus()].map(({ id }) => id)).toEqual(state.corpus.map(({ id }) => id));
    expect(folder.readSamples().at(-1)).toMatchObject({ cases: 64, goalsReached: 1, goals: 1 });
    const [key] = readdirSync(join(path, 'findings'));
    const finding = JSON.parse(readFileSync(join(path, 'findings', key!, 'finding.json'), 'utf8'));
    expect(finding).toMatchObject({ key, kind: 'divergence', effect: 'another total', shrunk: true });
    expect(finding.replay).toBe(`npx iommu-conformance replay ${join(path, 'findings', key!, 'trace.json')}`);
    expect(readFileSync(join(path, 'findings', key!, 'verdict.md'), 'utf8')).toContain('add 3');
  });

  test('its findings and corpus are where the next one starts; files that were cut short are told', async () => {
    const folder = await run();
    writeCampaign(path, FILE, null);
    const traces = earlierTraces(path, COUNTER_WORDS);
    expect(traces).toHaveLength(readdirSync(join(path, 'findings')).length + folder.readState()!.corpus.length);
    expect(thrownBy(() => earlierTraces(join(path, 'nowhere'), COUNTER_WORDS))).toEqual(
      refusal(/there is no such folder/),
    );
    const [pack] = readdirSync(join(path, 'corpus'));
    writeFileSync(join(path, 'corpus', pack!), 'half');
    expect(thrownBy(() => open().readState())).toEqual(refusal(/\.pack: cannot be read .*the campaign cannot go on/));
    rmSync(join(path, 'corpus', pack!));
    const again = open();
    const state = again.readState()!;
    expect(thrownBy(() => counterCampaign({ state }, { journal: again }))).toEqual(
      refusal(/is without the trace of case \d+: the campaign cannot go on/),
    );
  });

  test('a line that a kill cut short is no sample, a state that is damaged is told', async () => {
    const samples = (await run()).readSamples().length;
    appendLine(join(path, 'stats.jsonl'), '{"seconds": 1');
    expect(open().readSamples()).toHaveLength(samples);
    writeFileSync(join(path, 'state.json'), '{');
    expect(thrownBy(() => open().readState())).toEqual(refusal(/state.json: not JSON/));
  });
});
