import { describe, expect, it } from 'vitest';
import { settingsShown, settingsLine } from '../../src/discord/cards/job-lines.ts';
import { commandLine, readCommandLine } from '../../src/discord/cards/typed-command.ts';
import { recipeDefinition } from '../../src/recipes/command-definition.ts';
import { inEveryLanguage } from '../../src/recipes/localized-definition.ts';
import {
  choiceLabel,
  recipeDescription,
  stepLabel,
  titleOf,
} from '../../src/recipes/option-words.ts';
import { stepsOf } from '../../src/recipes/picture-steps.ts';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { readRequest } from '../../src/recipes/stored-request.ts';
import { say } from '../../src/say/say.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';
import { INK_GRAPH } from '../support/ink-workflow.ts';
import { sampleJob } from '../../packages/stand-ins/playground/cards/sample-job.ts';
import { upscale } from '../../src/recipes/upscale.ts';

const MANIFEST = {
  title: 'Ink',
  description: 'Drawings in ink',
  rating: 'general',
  nodes: [
    { type: 'prompt', node_ids: ['57:8'] },
    { type: 'steps', node_ids: ['6'] },
    {
      type: 'sampler',
      name: 'brush',
      node_ids: ['6'],
      description: 'How the ink flows',
      choices: [
        { name: 'Soft', value: 'euler' },
        { name: 'Hard', value: 'heun' },
      ],
      default: 'euler',
    },
  ],
  next: [{ label: 'Larger', workflow: 'upscale', image: 'image' }],
  localizations: {
    de: {
      title: 'Tusche',
      description: 'Zeichnungen in Tusche',
      options: {
        brush: { name: 'pinsel', description: 'Wie die Tusche fließt', choices: { Hard: 'Hart' } },
      },
      next: { upscale: 'Vergrößern' },
    },
  },
};

function inkRecipe() {
  const read = workflowRecipe(
    { name: 'ink', manifest: MANIFEST, graph: INK_GRAPH },
    readCoreNodes(),
  );
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.recipe;
}

const [en, de] = [say('en'), say('de')];

describe("a manifest's words in another language", () => {
  const recipe = inkRecipe();

  it('are registered, beside those of the bot', () => {
    const { description_localizations: descriptions, options = [] } = inEveryLanguage((words) =>
      recipeDefinition(recipe, words),
    );
    expect(descriptions).toMatchObject({ de: 'Zeichnungen in Tusche' });
    const brush = options.find(({ name }) => name === 'brush');
    expect(brush).toMatchObject({
      description: 'How the ink flows',
      name_localizations: { de: 'pinsel' },
      description_localizations: { de: 'Wie die Tusche fließt' },
      choices: [
        { name: 'Soft', value: 'euler' },
        { name: 'Hard', value: 'heun', name_localizations: { de: 'Hart' } },
      ],
    });
    const steps = options.find(({ name }) => name === 'steps');
    expect(steps?.description_localizations).toMatchObject({ de: de.options.steps });
  });

  it('are shown to members of that language', () => {
    const [step] = stepsOf(recipe, [upscale]).others;
    const shown = (words: typeof en) => [
      titleOf(recipe, words),
      recipeDescription(recipe, words),
      step && stepLabel(step, words),
    ];
    expect(shown(en)).toEqual(['Ink', 'Drawings in ink', 'Larger']);
    expect(shown(de)).toEqual(['Tusche', 'Zeichnungen in Tusche', 'Vergrößern']);
    const { brush } = recipe.options;
    if (brush?.kind !== 'choice') throw new Error('there is no brush');
    expect(['euler', 'heun'].map((name) => choiceLabel(brush, name, de))).toEqual(['Soft', 'Hart']);
  });

  it.each(['en', 'de', 'xx'])('are read back from a line of settings in %s', (guildLocale) => {
    const request = {
      recipe: 'workflow:ink',
      params: { prompt: 'a fox', steps: 5, brush: 'heun' },
      paramsVersion: 1,
    };
    const wanted = readRequest({ ...request, inputs: [] }, recipesOf([recipe]));
    if (!wanted) throw new Error('it cannot be read');
    const [line = ''] = settingsLine(sampleJob({ wanted, guildLocale }));
    expect(line).toContain(guildLocale === 'de' ? 'Hart · Tusche' : 'Hard · Ink');
    expect(settingsShown(line, recipe)).toEqual({ steps: 5, brush: 'heun' });
  });

  it('are read back from a line of settings of before', () => {
    expect(settingsShown('`5 steps · Hard · Ink`', recipe)).toEqual({ steps: 5, brush: 'heun' });
    expect(settingsShown('`1 step`', recipe)).toEqual({ steps: 1 });
  });

  it.each([en, de])('are written in the command line of $languageName, and read back', (words) => {
    const params = { prompt: 'a fox', steps: 5, brush: 'heun' };
    const line = commandLine({ command: 'ink', recipe }, params, { words });
    expect(line).toBe(
      words === de
        ? '/ink prompt:a fox steps:5 pinsel:Hart'
        : '/ink prompt:a fox steps:5 brush:Hard',
    );
    expect(readCommandLine(line, recipe)).toEqual(params);
  });
});

describe('names of options', () => {
  it('stay English where the translated one is taken', () => {
    const definition = inEveryLanguage((words) => ({
      name: 'x',
      description: words.commands.jobs,
      options: ['count', de.optionNames.count].map((name) => ({ type: 4, name, description: 'x' })),
    }));
    const german = definition.options?.map(({ name_localizations: names }) => names?.de);
    expect(german).toEqual([undefined, undefined]);
    expect(definition.description_localizations).toMatchObject({ de: de.commands.jobs });
  });
});
