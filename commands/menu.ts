import type { Recipe } from '../src/comfy/recipe.ts';

/** What the commands depend on. */
export interface Menu {
  /** Whether pictures are made from photos of people. */
  readonly faces: boolean;
  /** Whether there is an endpoint for what comes with the bot. Default: there is. */
  readonly makesOwn?: boolean;
  /** Recipes with a command of their own, besides those that come with the bot. */
  readonly workflows?: readonly Recipe[];
  /** The command among these that is `/imagine`. */
  readonly featured?: string | undefined;
}

/** The configuration, as far as the commands depend on it. */
interface Configured {
  readonly faces: boolean;
  readonly workflows: {
    readonly featured: string | undefined;
    readonly publicEndpoints: boolean;
  };
}

/** The commands as they are configured, with the workflows that were found. */
export function menuOf(
  { faces, workflows: { featured, publicEndpoints } }: Configured,
  { recipes }: { readonly recipes: readonly Recipe[] },
): Menu {
  return { faces, makesOwn: !publicEndpoints, workflows: recipes, featured };
}
