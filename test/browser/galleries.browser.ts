import { describe, expect, it } from 'vitest';
import { picture } from '../sandbox/discord/picture.ts';
import { axeFindings } from './axe.ts';
import { standIn } from './stand-in.ts';
import { visit } from './visitor.ts';

const COLOURS = ['#c0392b', '#27ae60', '#2980b9', '#8e44ad', '#d35400'];

/** Pictures of different shapes, called as they are described. */
function pictures(count: number) {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      name: `${index + 1}.png`,
      data: await picture(index % 2 === 0 ? 640 : 400, 400, COLOURS[index % COLOURS.length]),
    })),
  );
}

function described(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    description: `${count} no. ${index + 1}`,
  }));
}

describe.each([
  ['on a desktop', { width: 1400, height: 900 }],
  ['on a phone', { width: 360, height: 740 }],
])('pictures that a message has %s', (_, size) => {
  it('stand as Discord lays them out: side by side, large beside small, and in fours', async () => {
    const visitor = await visit(size);
    const { page } = visitor;
    const { post } = await standIn(visitor);
    for (const count of [2, 3, 4, 10]) {
      await post({ attachments: described(count) }, await pictures(count));
    }
    const box = async (count: number, no: number) => {
      const name = `${count} no. ${no}`;
      const found = page.getByRole('img', { name, exact: true });
      const { x = 0, y = 0, width = 0, height = 0 } = (await found.boundingBox()) ?? {};
      return { x, y, width, height, right: x + width, bottom: y + height };
    };
    await page.getByRole('img', { name: '10 no. 10', exact: true }).waitFor();
    const [left, right] = [await box(2, 1), await box(2, 2)];
    expect(left.y).toBe(right.y);
    expect(left.right).toBeLessThan(right.x);
    expect(left.width).toBeCloseTo(right.width, 0);

    const [large, upper, lower] = [await box(3, 1), await box(3, 2), await box(3, 3)];
    expect(upper.x).toBeGreaterThan(large.right);
    expect(lower.x).toBe(upper.x);
    expect(lower.y).toBeGreaterThan(upper.bottom);
    expect(large.bottom).toBeCloseTo(lower.bottom, 0);
    expect(large.width).toBeGreaterThan(upper.width * 1.9);

    const four = [await box(4, 1), await box(4, 2), await box(4, 3), await box(4, 4)];
    expect(new Set(four.map(({ x }) => x)).size).toBe(2);
    expect(new Set(four.map(({ y }) => y)).size).toBe(2);

    const [first, second, last] = [await box(10, 1), await box(10, 2), await box(10, 10)];
    expect(first.width).toBeGreaterThan(second.width * 2.9);
    expect(last.right).toBeCloseTo(first.right, 0);
    expect(last.right).toBeLessThanOrEqual(size.width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
    expect(await axeFindings(page)).toEqual([]);
  });

  it('are covered where they are spoilers, by name or by mark, until they are clicked', async () => {
    const visitor = await visit(size);
    const { page } = visitor;
    const { post } = await standIn(visitor);
    const [one, two, three] = await pictures(3);
    if (!one || !two || !three) throw new Error('there are too few pictures');
    await post(
      {
        attachments: [
          { id: '0', description: 'named' },
          { id: '1', description: 'marked', is_spoiler: true },
          { id: '2', description: 'open' },
        ],
      },
      [{ ...one, name: 'SPOILER_1.png' }, two, three],
    );
    const covers = page.getByRole('button', { name: 'Spoiler picture. Show it' });
    await expect.poll(() => covers.count()).toBe(2);
    expect(await axeFindings(page)).toEqual([]);
    await covers.first().click();
    await expect.poll(() => covers.count()).toBe(1);
    await page.getByRole('button', { name: 'named' }).click();
    await page.getByRole('dialog').getByRole('img', { name: 'named' }).waitFor();
  });
});

describe('a reply', () => {
  it('is marked for whom it notifies, and counted where they are elsewhere', async () => {
    const visitor = await visit();
    const { page, person, playground } = visitor;
    const { world } = playground.discord;
    const { ada } = world.people;
    const { post } = await standIn(visitor);
    await post({ content: 'The picture' });
    const [first] = playground.discord.messages(world.channels.general);
    await person.goTo('restricted');
    await page.getByRole('heading', { name: 'restricted' }).waitFor();
    const done = `<@${ada.id}> It is done`;
    const reference = { message_reference: { message_id: first?.id ?? '' } };
    await post({ content: done, allowed_mentions: { users: [ada.id] }, ...reference });
    const general = page.getByRole('button', { name: 'general' });
    await general.getByRole('img', { name: '1 ping' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await person.goTo('general');
    await person.message('It is done').getByText('You were notified').waitFor();
    await person.message('It is done').getByText('Answer to Darkroom The picture').waitFor();
    expect(await general.getByRole('img', { name: '1 ping' }).count()).toBe(0);
    await person.become('Ben');
    await person.message('It is done').waitFor();
    expect(await page.getByText('You were notified').count()).toBe(0);
  });
});
