import { askAtOnce } from '../answer-times.ts';
import type { BotUnderTest } from '../bot-under-test.ts';
import { CRAFTED, ORDINARY } from '../crafted-prompts.ts';
import { crowd } from '../crowd.ts';
import { stallFigure } from '../figure.ts';
import { inHouse, type House } from '../house.ts';
import { middleOf, stallOf, type Stall } from '../lap.ts';
import { median } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';

const REPEATS = 5;
const QUICK_PROMPTS = 2;
/** A bot that does not answer within this is taken to hang, and is ended. */
const PATIENCE_MS = 8_000;

/** How long one person with these words waited, and the loop stood still; `null` for no answer. */
export interface PromptMeasure {
  readonly answerMs: number | null;
  readonly stall: Stall | null;
}

async function measureOne(
  { discord }: House,
  bot: BotUnderTest,
  prompt: string,
): Promise<PromptMeasure> {
  await bot.lap();
  const [use] = crowd(discord, 1).map((each) => ({
    ...each,
    options: { prompt, negative_prompt: prompt },
  }));
  if (!use) return { answerMs: null, stall: null };
  const { times } = await askAtOnce(discord, [use], { withinMs: PATIENCE_MS });
  const lap = await bot.lap(PATIENCE_MS);
  return {
    answerMs: times.unanswered === 0 ? times.max : null,
    stall: stallOf(lap),
  };
}

/** One prompt several times over, by a bot of its own; a bot that hangs is asked no further. */
export function measurePrompt(prompt: string, repeats = REPEATS): Promise<PromptMeasure> {
  return inHouse({}, async (house) => {
    house.runpod.hold();
    const bot = house.darkroom();
    await bot.ready();
    await askAtOnce(house.discord, crowd(house.discord, 5));
    const measures: PromptMeasure[] = [];
    while (measures.length < repeats) {
      const measure = await measureOne(house, bot, prompt);
      if (measure.stall === null || measure.answerMs === null) return measure;
      measures.push(measure);
    }
    return {
      answerMs: median(measures.flatMap(({ answerMs }) => answerMs ?? [])),
      stall: middleOf(measures.flatMap(({ stall }) => stall ?? [])),
    };
  });
}

export const prompts: Scenario = {
  name: 'prompts',
  withinMs: 8 * 60_000,
  async run(report, { quick }) {
    const repeats = quick ? 1 : REPEATS;
    const all = Object.entries({ ordinary: ORDINARY, ...CRAFTED });
    for (const [of, prompt] of quick ? all.slice(0, QUICK_PROMPTS) : all) {
      const { answerMs, stall } = await measurePrompt(prompt, repeats);
      report({ key: 'prompts.answer', of, measured: answerMs });
      report(stallFigure('prompts.stall', stall, of));
    }
  },
};
