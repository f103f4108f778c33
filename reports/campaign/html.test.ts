import type { CampaignReport } from '../../model/vocabulary/campaign';
import { CAMPAIGN, CAMPAIGN_FINDING } from '../testing/campaign';
import { TABLE_PICTURE } from '../testing/picture';
import { campaignCommand } from './command';
import { renderCampaignReport } from './html';

const page = renderCampaignReport(CAMPAIGN, new Map([[CAMPAIGN_FINDING.key, TABLE_PICTURE]]));
const withFindings = (...findings: CampaignReport['findings']): string =>
  renderCampaignReport({ ...CAMPAIGN, findings });

describe('the report of a campaign', () => {
  it('loads nothing, and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<iframe|src=|@import|url\((?!#)/);
    expect(page).toContain(`content="default-src 'none'`);
  });

  it('says first what came out', () => {
    expect(page).toContain('<h1>linux-6.12-amdv1: 1 finding</h1>');
    expect(page).toContain('Ended after 2 h 0 min: its time was up.');
  });

  it('tells a finding with its picture and the line that replays it', () => {
    expect(page).toContain('id="finding-PT-032-mapPages-entries-C-bit"');
    expect(page).toContain('The entry, bit by bit');
    expect(page).toContain('<pre>npx iommu-conformance replay out/findings/');
  });

  it('tells a finding without a picture in words, the breaking op marked', () => {
    expect(withFindings(CAMPAIGN_FINDING)).toContain('▶ 1  mapPages(iova 0x1000');
  });

  it('folds what breaks the same rule in another way', () => {
    const other = { ...CAMPAIGN_FINDING, key: 'other', op: 'iommuMap' };
    expect(withFindings(CAMPAIGN_FINDING, other)).toContain('<details class="finding" id="finding-other">');
  });

  it('lists its findings where there are many, each a link to where it is told', () => {
    const many = ['a', 'b', 'c', 'd'].map((key) => ({ ...CAMPAIGN_FINDING, key }));
    expect(withFindings(...many)).toContain('<a href="#finding-d">PT-032 broken in mapPages: entries(C-bit)</a>');
    expect(page).not.toContain('<ol');
  });

  it('names rules and goals that were not reached ahead of the others', () => {
    expect(page.indexOf('two-revokes')).toBeLessThan(page.indexOf('removed-whole'));
    expect(page.indexOf('>PT-055<')).toBeLessThan(page.indexOf('>PT-001<'));
  });

  it('does not call a search good that did not reach everything', () => {
    expect(withFindings()).toContain('<h1>linux-6.12-amdv1: nothing found, and not all was reached</h1>');
  });

  it('escapes what comes from a subject', () => {
    const counterexample = { ...CAMPAIGN_FINDING.counterexample, reason: '<b onclick="x">&\u0001' };
    const hostile = withFindings({ ...CAMPAIGN_FINDING, counterexample, effect: '</h3>', opTexts: ['</pre>'] });
    expect(hostile).not.toContain('<b onclick');
    expect(hostile).toContain('&lt;b onclick="x"&gt;&amp;\\u0001');
    expect(hostile).toContain('&lt;/pre&gt;');
  });

  it('can be made before anything has happened', () => {
    const empty = renderCampaignReport({
      ...CAMPAIGN,
      end: 'running',
      samples: [],
      goals: [],
      findings: [],
      rules: [],
    });
    expect(empty).toContain('no case was run');
    expect(empty).toContain('Still running after 0.0 s.');
  });
});

describe('the command that runs the same cases again', () => {
  it('quotes what a shell would read otherwise', () => {
    const head = { ...CAMPAIGN.head, seed: `it's`, themes: ['core', 'two words'] };
    expect(campaignCommand(head, 7)).toBe(
      `npx iommu-conformance campaign linux-6.12-amdv1 --cases 7 --seed 'it'\\''s' --profile linux-6.12 ` +
        `--assume AMB-LEN=einval --theme core --theme 'two words'`,
    );
  });
});
