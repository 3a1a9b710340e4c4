import { recipesOf } from '../recipe.ts';
import { face } from './face.ts';
import { text } from './text.ts';

/** The recipes that come with the bot. */
export const builtInRecipes = recipesOf([text, face]);
