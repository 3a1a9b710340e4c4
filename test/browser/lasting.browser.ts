import { describe, expect, it, onTestFinished } from 'vitest';
import { startPlayground } from '../../packages/stand-ins/playground/playground.ts';
import { Person } from './person.ts';
import { UNHURRIED, visit } from './visitor.ts';

const PROMPT = 'a stone tower';

describe('the channel', () => {
  it('is the same in a second window, and after a reload', async () => {
    const { person, playground, page } = await visit({ pace: UNHURRIED });
    const other = new Person(await page.context().newPage());
    await other.page.goto(playground.url);
    await other.messageBox.waitFor();
    await person.imagine(PROMPT);
    await other.message(PROMPT).getByRole('button', { name: 'Cancel' }).waitFor();
    await other.picture(PROMPT).waitFor();
    await page.reload();
    await person.picture(PROMPT).waitFor();
    await person.message(PROMPT).getByText('Ada used /imagine').waitFor();
    expect(await person.publicMessages.count()).toBe(1);
  });

  it('keeps what each person has begun to write in each channel', async () => {
    const { person } = await visit();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await person.write('steps', '30');
    await person.become('Ben');
    await person.messageBox.fill('half a sentence');
    await person.goTo('holiday');
    expect(await person.messageBox.inputValue()).toBe('');
    await person.goTo('general');
    expect(await person.messageBox.inputValue()).toBe('half a sentence');
    await person.become('Ada');
    expect(await person.field('prompt').inputValue()).toBe(PROMPT);
    expect(await person.field('steps').inputValue()).toBe('30');
  });

  it('stays where somebody reads, and jumps to the present when asked', async () => {
    const { playground, page } = await visit();
    const { discord } = playground;
    const { people, channels } = discord.world;
    const say = (content: string) =>
      discord.say({ by: people.cleo, in: channels.general, content });
    for (let count = 1; count <= 40; count += 1) say(`number ${count}.`);
    const list = page.getByRole('region', { name: 'Messages in #general' });
    await list.getByText('number 40.').hover();
    await page.mouse.wheel(0, -2_000);
    const jump = page.getByRole('button', { name: 'Jump to present' });
    await jump.waitFor();
    const before = await list.getByText('number 5.').boundingBox();
    say('news');
    await list.getByText('news').waitFor();
    expect(await list.getByText('number 5.').boundingBox()).toEqual(before);
    await jump.click();
    await jump.waitFor({ state: 'hidden' });
    const [news, view] = [await list.getByText('news').boundingBox(), await list.boundingBox()];
    expect((news?.y ?? 0) + (news?.height ?? 0)).toBeLessThanOrEqual(
      (view?.y ?? 0) + (view?.height ?? 0),
    );
  });

  it('says when the playground has ended, and is there again when it is', async () => {
    const { person, playground, page, complaints } = await visit();
    await playground.close();
    const notice = page.getByText('The playground does not answer.');
    await notice.waitFor();
    const again = await startPlayground({ port: Number(new URL(playground.url).port) });
    onTestFinished(() => again.close());
    await notice.waitFor({ state: 'hidden' });
    await page.getByText('The bot is connected.').waitFor();
    await person.openCommand('status');
    await person.send();
    await person.message('Workers').waitFor();
    await person.imagine('a bridge in the rain');
    await person.picture('a bridge in the rain').waitFor();
    // What the browser says of connections that fail.
    for (const complaint of complaints.splice(0)) expect(complaint).toContain('WebSocket');
  });
});
