import { expect } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import type { KillPoint } from './kill-point.ts';
import type { MomentScenario } from './moments.ts';
import { answerTo, forgetShown, getPicture } from './people-acts.ts';
import { meanwhile, noted, transition, type Scenario } from './play.ts';
import { REQUEST_PHASES } from './routes.ts';
import { promptOf, readRows } from './rows.ts';
import type { CrashStage } from './stage.ts';

const CHANGED = 'another picture';

/** The answers to people, of which the first is that to the command by which there is a picture. */
const answer = (phase: keyof typeof REQUEST_PHASES, nth: number): KillPoint => ({
  channel: REQUEST_PHASES[phase],
  facts: { route: 'callback' },
  nth,
});
const second = (point: KillPoint): KillPoint => ({ ...point, nth: 2 });

/** Ada has a picture, and presses a button under it. */
const presses = (label: string) => async (stage: CrashStage) => {
  await stage.pressOn(await getPicture(stage), label);
};

/** She got no answer, and presses the same once more. */
const pressesAgain =
  (label: string): NonNullable<Scenario['again']> =>
  async (stage) => {
    const press = await stage.pressOn(shownPicture(stage), label);
    await press?.answered;
  };

/** Of the two pictures in the end, the second came from the first by that step, and had it as its source or not. */
const cameBy =
  (step: string, sources: number): NonNullable<Scenario['inTheEnd']> =>
  async ({ database }) => {
    const { jobs } = await readRows(database);
    const [first, next] = jobs;
    expect(jobs.map(({ state }) => state)).toEqual(['completed', 'completed']);
    expect(next).toMatchObject({ fromJob: first?.id, fromStep: step });
    const named = [...(next?.inputs ?? '').matchAll(/"source":\{"job":"(\w+)"/g)];
    expect(named.map(([, id]) => id)).toEqual(Array.from({ length: sources }, () => first?.id));
  };

const varied = { play: meanwhile(presses('Vary')), inTheEnd: cameBy('vary', 1) };

/** Ada has another picture made by the form, which she may send in once more where nobody answers. */
function byForm(point: KillPoint, isSentAgain: boolean): MomentScenario {
  const opened = new WeakMap<CrashStage, SandboxInteraction>();
  const send = async (stage: CrashStage) => {
    const interaction = opened.get(stage);
    if (!interaction) throw new Error('no form is open');
    await interaction.answered;
    const { ada: by } = stage.discord.world.people;
    return stage.discord.submitModal({ by, interaction, fields: { prompt: CHANGED } });
  };
  return {
    point,
    play: meanwhile(async (stage) => {
      const interaction = await stage.pressOn(await getPicture(stage), 'Edit');
      if (interaction) opened.set(stage, interaction);
      if (point.channel !== REQUEST_PHASES['when its answer begins']) await send(stage);
    }),
    ...(isSentAgain && {
      again: async (stage: CrashStage) => {
        await (
          await send(stage)
        ).answered;
      },
    }),
    inTheEnd: async (stage) => {
      await cameBy('edit', 0)(stage);
      const { jobs } = await readRows(stage.database);
      expect(jobs.map(promptOf)).toEqual(['picture number 1', CHANGED]);
    },
  };
}

/** Somebody has a picture of Ada's taken away by the panel about it, which asks twice. */
const takesAway = (who: 'ada' | 'ben') =>
  meanwhile(async (stage) => {
    const by = stage.discord.world.people[who];
    const panel = await pressed(stage, await getPicture(stage), 'More', by);
    const question = await pressed(stage, panel, 'Delete', by);
    await stage.discord.click({ by, message: question, label: 'Delete permanently' });
  });

function pressed(
  { discord }: CrashStage,
  message: Message,
  label: string,
  by: Person,
): Promise<Message> {
  return answerTo(() => discord.click({ by, message, label, raw: true }));
}

function shownPicture({ discord }: CrashStage): Message {
  const { general } = discord.world.channels;
  const message = discord.messages(general).find(({ files }) => files.length > 0);
  if (!message) throw new Error('no picture is shown');
  return message;
}

const deleted = {
  play: takesAway('ada'),
  inTheEnd: async (stage: CrashStage) => {
    const { jobs } = await readRows(stage.database);
    expect(jobs).toMatchObject([{ erasedAt: expect.any(Number) as number, pictures: '[]' }]);
    const shown = stage.discord.messages(stage.discord.world.channels.general);
    expect(shown.filter(({ files }) => files.length > 0)).toEqual([]);
  },
} satisfies Omit<MomentScenario, 'point'>;

/** How the bot comes to the moments of what people do with a picture. */
export const GOING_ON_SCENARIOS: Readonly<Record<string, MomentScenario>> = {
  'before the same is asked for again, and the button is pressed once more': {
    point: second(transition('pending', null, 'ready')),
    play: meanwhile(presses('Again')),
    again: pressesAgain('Again'),
    inTheEnd: cameBy('again', 0),
  },
  'once the same is asked for again': {
    point: second(transition('committed', null, 'ready')),
    play: meanwhile(presses('Again')),
    inTheEnd: cameBy('again', 0),
  },
  'before a variation is written down, and the button is pressed once more': {
    ...varied,
    point: transition('pending', null, 'accepted'),
    again: pressesAgain('Vary'),
  },
  'once a variation is written down': {
    ...varied,
    point: transition('committed', null, 'accepted'),
  },
  'before the picture is read that a variation begins with': {
    ...varied,
    point: transition('committed', 'accepted', 'preparing'),
  },
  'between the picture that a variation begins with and the row that says that it is prepared': {
    ...varied,
    point: { channel: 'darkroom:picture:kept' },
  },
  'once the picture is prepared that a variation begins with': {
    ...varied,
    point: transition('committed', 'preparing', 'ready'),
  },
  'as a picture comes from its message that is varied and no longer kept': {
    ...varied,
    forgetsPictures: true,
    point: { channel: REQUEST_PHASES['when its answer begins'], facts: { route: 'posted' } },
    play: async (stage, point) => {
      const picture = await forgetShown(stage);
      stage.start(point);
      await stage.pressOn(picture, 'Vary');
    },
  },
  'once a form is open': byForm(answer('when its answer begins', 2), true),
  'before what was changed in a form is written down, and it is sent in once more': byForm(
    second(transition('pending', null, 'ready')),
    true,
  ),
  'once what was changed in a form is written down': byForm(
    second(transition('committed', null, 'ready')),
    false,
  ),
  'once a picture is deleted': { ...deleted, point: noted('erased') },
  'before it is said that a picture is deleted': {
    ...deleted,
    point: answer('before it leaves', 4),
  },
  'once it is written down that the message of a deleted picture is gone': {
    ...deleted,
    point: noted('message gone'),
  },
  'before it is said that a moderator removed a picture': {
    point: answer('before it leaves', 4),
    play: takesAway('ben'),
    inTheEnd: async ({ database }) => {
      const { jobs } = await readRows(database);
      expect(jobs).toMatchObject([{ visibility: 'removed', pictures: '[]', erasedAt: null }]);
    },
  },
};
