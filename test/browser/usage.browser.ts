import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { visit } from './visitor.ts';

/** `LOOK=folder` keeps what the page looks like there. */
const { LOOK } = process.env;

describe.each([
  ['a desktop', 1400],
  ['a phone', 360],
])('/usage on %s', (_, width) => {
  it('is a chart with its figures as text and a table, and its menus turn it', async () => {
    const { person, page } = await visit({ width, height: 900 });
    const look = async (name: string) => {
      if (LOOK !== undefined) await page.screenshot({ path: `${LOOK}/${name}-${width}.png` });
    };
    await person.imagine('a red fox');
    await person.picture('a red fox').waitFor();
    if (width < 600) await page.getByRole('button', { name: 'Channels', exact: true }).click();
    await person.become('Ben');
    await person.imagine('a white hare');
    await person.picture('a white hare').waitFor();
    await person.openCommand('usage');
    await person.send();
    const chart = person.picture('Pictures by day. This server, last 30 days: 2 pictures.');
    await chart.waitFor();
    await look('day');
    const shownWidth = (await chart.boundingBox())?.width ?? 0;
    expect(shownWidth).toBeGreaterThan(width === 360 ? 230 : 400);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.getByRole('combobox', { name: 'By day' }).click();
    await page.getByRole('option', { name: 'By member', exact: true }).click();
    const byMember = person.picture('Pictures by member.');
    await byMember.waitFor();
    expect(await byMember.getAttribute('alt')).toMatch(/(Ada|Ben): 1; (Ada|Ben): 1\.$/);
    await chart.waitFor({ state: 'hidden' });
    await look('member');
    expect(await axeFindings(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download usage.csv' }).click(),
    ]);
    const table = await readFile(await download.path(), 'utf8');
    expect(table).toContain('Member,Member ID,Requests,Pictures');
    expect(table).toMatch(/^Ada,ID \d+,1,1,/m);
  });
});
