const PREFIX = 'workflow:';

/** What rows call an operator's workflow, so that it is never mistaken for a recipe that comes with the bot. */
export function workflowRecipeName(workflow: string): string {
  return `${PREFIX}${workflow}`;
}

/** Whether a recipe's name, as rows have it, is one of an operator's workflow. */
export function isWorkflow(recipe: string): boolean {
  return recipe.startsWith(PREFIX);
}
