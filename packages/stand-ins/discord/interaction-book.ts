import type { Interaction } from './interaction.ts';

/** Every interaction so far. */
export class InteractionBook {
  readonly #byId = new Map<string, Interaction>();
  readonly #byToken = new Map<string, Interaction>();

  add(interaction: Interaction): void {
    this.#byId.set(interaction.id, interaction);
    this.#byToken.set(interaction.token, interaction);
  }

  byId(id: string): Interaction | undefined {
    return this.#byId.get(id);
  }

  byToken(token: string): Interaction | undefined {
    return this.#byToken.get(token);
  }

  /** Ends the tokens of all interactions so far. */
  endTokens(): void {
    for (const interaction of this.#byId.values()) interaction.endToken();
  }
}
