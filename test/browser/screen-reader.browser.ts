import { describe, expect, it } from 'vitest';
import { visit } from './visitor.ts';

const PROMPT = 'a wooden bridge';

describe('a screen reader', () => {
  it('finds the parts of the page by their names', async () => {
    const { page } = await visit();
    await page.getByRole('main').getByRole('heading', { name: 'general' }).waitFor();
    await page.getByRole('complementary', { name: 'Server' }).waitFor();
    await page.getByRole('navigation', { name: 'Channels' }).waitFor();
    await page.getByRole('group', { name: 'You are' }).waitFor();
    await page.getByRole('region', { name: 'Messages in #general' }).waitFor();
    await page.getByRole('combobox', { name: 'Message #general' }).waitFor();
    const panel = page.getByRole('complementary', { name: 'Behind the scenes' });
    for (const name of ['GPU and Discord', 'Bot', 'Job', 'Requests']) {
      await panel.getByRole('heading', { name, exact: true }).waitFor();
    }
    const here = page.getByRole('button', { name: 'general' });
    expect(await here.getAttribute('aria-current')).toBe('page');
    expect(await page.title()).toBe('Darkroom playground');
  });

  it('hears of a job’s states and of its picture, but not of each percent', async () => {
    const pace = { coldStartMs: 1_000, stepMs: 300, slowStepMs: 300 };
    const { person, playground, page } = await visit({ pace });
    playground.runpod.hold();
    await page.evaluate(LISTEN);
    await person.imagine(PROMPT);
    const percent = person.message(PROMPT).getByText(/\d+%/);
    const before = await percent.textContent();
    await expect.poll(() => percent.textContent()).not.toBe(before);
    playground.runpod.release();
    await person.picture(PROMPT).waitFor();

    const heard = () => page.evaluate<string[]>('heard');
    await expect.poll(heard).toContainEqual(expect.stringContaining(PROMPT));
    const said = await heard();
    expect(said[0]).toBe('Darkroom: Waiting for a GPU.');
    expect(said.at(-1)).toBe(`Darkroom: picture ready: ${PROMPT}`);
    expect(said.filter((words) => words.includes('percent')).length).toBeLessThan(2);
    expect(new Set(said).size).toBe(said.length);
  });
});

/** Notes what is added to the live regions of the channel, as a screen reader would read it out. */
const LISTEN = `(() => {
  window.heard = [];
  for (const region of document.querySelectorAll('main [aria-live]')) {
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) heard.push(node.textContent);
      }
    }).observe(region, { childList: true });
  }
})()`;
