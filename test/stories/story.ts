import { expect, inject, it } from 'vitest';
import { Bot } from './bot.ts';
import { Gpu } from './gpu.ts';
import { Member } from './member.ts';
import { Service } from './service.ts';
import { Operator } from './operator.ts';
import { Stage, type StageOptions } from './stage.ts';

/** Who and what acts in a story. */
export interface Cast {
  readonly ada: Member;
  /** A moderator, who manages the server. */
  readonly ben: Member;
  readonly cleo: Member;
  readonly bot: Bot;
  readonly runpod: Gpu;
  readonly discord: Service;
  readonly operator: Operator;
}

/** Plays a story with the built bot, and compares what it left with the trace beside its file. */
export function story(title: string, play: (cast: Cast) => Promise<void>): void;
export function story(
  title: string,
  options: StageOptions,
  play: (cast: Cast) => Promise<void>,
): void;
export function story(
  title: string,
  ...[first, second]:
    [(cast: Cast) => Promise<void>] | [StageOptions, (cast: Cast) => Promise<void>]
): void {
  const [options, play] = typeof first === 'function' ? [{}, first] : [first, second];
  if (!play) throw new TypeError('a story is played by a function');
  it(title, async ({ task }) => {
    const stage = await Stage.open(inject('storyRun'), options);
    try {
      await stage.startBot();
      await play(castOf(stage));
      const trace = await stage.finish(title);
      const { filepath } = task.file;
      await expect(trace).toMatchFileSnapshot(filepath.replace(/\.story\.ts$/, '.trace.txt'));
    } finally {
      await stage.close();
    }
  });
}

function castOf(stage: Stage): Cast {
  const { ada, ben, cleo } = stage.discord.world.people;
  return {
    ada: new Member(stage, ada),
    ben: new Member(stage, ben),
    cleo: new Member(stage, cleo),
    bot: new Bot(stage),
    runpod: new Gpu(stage),
    discord: new Service(stage),
    operator: new Operator(stage),
  };
}
