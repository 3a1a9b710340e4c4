import { expect } from 'vitest';
import {
  decide,
  eraseAgain,
  eraseAll,
  eraseWithPicture,
  notice,
  report,
  reportedPicture,
  reportedSource,
  reportForgotten,
} from './people-acts.ts';
import { askForQuestion, meanwhile, noted, TOKEN_DEAD_MS, type Scenario } from './play.ts';
import { REQUEST_PHASES } from './routes.ts';
import { readRows, type JobRow } from './rows.ts';
import type { CrashStage } from './stage.ts';
import type { MomentScenario } from './moments.ts';

/** What the row of the only job has to say. */
function rowSays(wanted: Partial<JobRow>): NonNullable<Scenario['inTheEnd']> {
  return async ({ database }) => {
    const { jobs } = await readRows(database);
    expect(jobs).toEqual([expect.objectContaining(wanted)]);
  };
}

/** It is so right after the kill, and when everything has settled. */
function always(check: NonNullable<Scenario['inTheEnd']>) {
  return { afterKill: check, inTheEnd: check };
}

async function nobodyIsLeft({ database }: CrashStage): Promise<void> {
  const { jobs } = await readRows(database);
  expect(jobs.filter(({ erasedAt }) => erasedAt === null)).toEqual([]);
}

/** All three pictures are so, each with what its message then shows. */
function allAre(visibility: JobRow['visibility']): NonNullable<Scenario['inTheEnd']> {
  return async ({ database }) => {
    const { jobs } = await readRows(database);
    const standing = { visibility, followDue: 0 };
    expect(jobs).toHaveLength(3);
    for (const job of jobs) expect(job).toMatchObject(standing);
  };
}

/** A picture is reported, and told to moderators, who decide. */
function decided(label: string, reason = 'It shows me'): Scenario['play'] {
  return meanwhile(async (stage) => {
    await reportedPicture(stage, reason);
    await decide(stage, label);
  });
}

/** How the bot comes to each moment of reports, decisions and erasures. */
export const PEOPLE_SCENARIOS: Readonly<Record<string, MomentScenario>> = {
  'once a report that hides its picture is written down': {
    point: noted('reported'),
    play: meanwhile((stage) => reportedPicture(stage, 'It shows me')),
    ...always(rowSays({ visibility: 'hidden' })),
  },
  'once a report that covers its picture is written down': {
    point: noted('reported'),
    play: meanwhile((stage) => reportedPicture(stage, 'Hateful')),
    ...always(rowSays({ visibility: 'shown', coveredByReport: 1 })),
  },
  'once a second report hides what the first one left': {
    point: { ...noted('reported'), nth: 2 },
    play: meanwhile(async (stage) => {
      const picture = await reportedPicture(stage, 'Hateful');
      await notice(stage);
      await report(stage, picture, 'It shows me', stage.discord.world.people.ben);
    }),
    ...always(rowSays({ visibility: 'hidden' })),
  },
  'between the post of a report and its answer, and much time passes': {
    // The first post says that reports come to that channel.
    point: { channel: REQUEST_PHASES['when its answer begins'], facts: { route: 'post' }, nth: 2 },
    play: meanwhile((stage) => reportedPicture(stage, 'It shows me')),
    downtimeMs: TOKEN_DEAD_MS,
  },
  'once it is written down that a picture is removed': {
    point: noted('decided'),
    play: decided('Remove permanently'),
    ...always(rowSays({ visibility: 'removed', pictures: '[]' })),
  },
  'once it is written down that a picture is shown again': {
    point: noted('decided'),
    play: decided('Show again'),
    ...always(rowSays({ visibility: 'shown' })),
  },
  'once a decision is written down that an erasure waits for': {
    point: noted('decided'),
    play: meanwhile(async (stage) => {
      await reportedPicture(stage, 'It shows me');
      await notice(stage);
      await eraseAll(stage);
      await stage.discord.waitFor(({ content }) => content.includes('with an open report'));
      await decide(stage, 'Show again');
    }),
    inTheEnd: nobodyIsLeft,
  },
  'once a picture is hidden from which others were made': {
    point: noted('reported'),
    play: meanwhile((stage) => reportedSource(stage, 'It shows me')),
    inTheEnd: allAre('hidden'),
  },
  'once what was made from a hidden picture has followed it': {
    point: noted('followed'),
    play: meanwhile((stage) => reportedSource(stage, 'It shows me')),
    ...always(allAre('hidden')),
  },
  'once a picture is removed from which others were made': {
    point: noted('decided'),
    play: meanwhile(async (stage) => {
      await reportedSource(stage, 'It shows me');
      await decide(stage, 'Remove permanently');
    }),
    inTheEnd: allAre('removed'),
  },
  'once what was made from a removed picture has followed it': {
    point: { ...noted('followed'), nth: 3 },
    play: meanwhile(async (stage) => {
      await reportedSource(stage, 'It shows me');
      await decide(stage, 'Remove permanently');
    }),
    ...always(allAre('removed')),
  },
  'once the pictures of a reported message are written down': {
    point: noted('pictures'),
    play: reportForgotten,
    ...always(rowSays({ visibility: 'hidden' })),
  },
  'once a person is erased': {
    point: noted('erased'),
    play: meanwhile(eraseWithPicture),
    afterKill: nobodyIsLeft,
    again: eraseAgain,
  },
  'once a person is erased whose picture moderators decided about': {
    point: noted('erased'),
    play: meanwhile(async (stage) => {
      await reportedPicture(stage, 'Hateful');
      await decide(stage, 'Keep');
      await stage.discord.waitFor(({ embeds }) =>
        Boolean(embeds[0]?.description?.includes('**Kept** by')),
      );
      await eraseAll(stage);
    }),
    afterKill: nobodyIsLeft,
  },
  'once a person is erased who is asked for consent': {
    point: noted('erased'),
    play: meanwhile(async (stage) => {
      await (
        await askForQuestion(stage)
      ).answered;
      await eraseAll(stage);
    }),
    afterKill: nobodyIsLeft,
  },
  'before everything of a person is erased, and they ask again': {
    point: { channel: 'darkroom:transition:committed', facts: { to: 'cancelled' } },
    play: meanwhile(eraseWithPicture),
    again: eraseAgain,
    inTheEnd: nobodyIsLeft,
  },
  'before anything is done about an erasure that is on record': {
    point: { channel: 'darkroom:transition:pending', facts: { to: 'cancelled' } },
    play: meanwhile(eraseWithPicture),
    inTheEnd: nobodyIsLeft,
  },
  'once it is written down that a message of an erased person is gone': {
    point: noted('message gone'),
    play: meanwhile(eraseWithPicture),
    inTheEnd: nobodyIsLeft,
  },
};
