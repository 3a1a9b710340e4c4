import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Preset, PresetOwner } from '../src/privacy/sql/presets.ts';
import type { Services } from './services.ts';

/** Whose presets somebody may use there: their own, which go before the server's of the same name. */
export function ownersFor({
  user,
  guildId,
}: Pick<InteractionBase, 'user' | 'guildId'>): readonly PresetOwner[] {
  return [
    { kind: 'person', id: user.id },
    ...(guildId === undefined ? [] : [{ kind: 'server', id: guildId } as const]),
  ];
}

/** @throws BotError where there is none of that name. */
export async function presetNamed(
  name: string,
  interaction: InteractionBase,
  { presets }: Pick<Services, 'presets'>,
): Promise<Preset> {
  for (const owner of ownersFor(interaction)) {
    const preset = await presets.named(owner, name);
    if (preset) return preset;
  }
  throw new BotError('preset_unknown');
}

/** Those that somebody may use there, their own first, one of each name. */
export async function presetsFor(
  interaction: InteractionBase,
  { presets }: Pick<Services, 'presets'>,
): Promise<readonly Preset[]> {
  const owners = ownersFor(interaction);
  const all = (await Promise.all(owners.map((owner) => presets.of(owner)))).flat();
  const byName = new Map(all.toReversed().map((preset) => [preset.name.toLowerCase(), preset]));
  return all.filter((preset) => byName.get(preset.name.toLowerCase()) === preset);
}
