import {
  ApplicationCommandType,
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
} from 'discord-api-types/v10';
import {
  openForm,
  type CommandForm,
} from '../../../../packages/stand-ins/playground/page/composer/command-form.ts';
import type { ChannelView, PersonView } from '../../../../packages/stand-ins/playground/wire.ts';

export const ADA: PersonView = {
  id: 'p1',
  name: 'Ada',
  moderator: false,
  permissions: '2048',
  directMessages: true,
  language: 'en-US',
  installed: false,
  bought: [],
};
export const MO: PersonView = {
  id: 'p2',
  name: 'Mo',
  moderator: true,
  permissions: '10240',
  directMessages: true,
  language: 'en-US',
  installed: false,
  bought: [],
};
export const GENERAL: ChannelView = { id: 'c1', name: 'general', ageRestricted: false };
export const LATE: ChannelView = { id: 'c2', name: 'late', ageRestricted: true };
export const THREAD: ChannelView = { ...GENERAL, id: 't1', name: 'talk', parentId: 'c1' };
export const AROUND = { people: [ADA, MO], channels: [GENERAL, LATE, THREAD] };

/** A command as Discord returns it. */
export function registered(
  name: string,
  options: APIApplicationCommandOption[] = [],
  more: Partial<APIApplicationCommand> = {},
): APIApplicationCommand {
  return {
    id: name,
    application_id: 'bot',
    version: '1',
    type: ApplicationCommandType.ChatInput,
    name,
    description: `What ${name} does`,
    default_member_permissions: null,
    options,
    ...more,
  };
}

/** A form of `/make` with these options. */
export function formOf(...options: APIApplicationCommandBasicOption[]): CommandForm {
  return openForm({ name: 'make', label: 'make', description: 'Makes', options });
}
