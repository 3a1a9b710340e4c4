import type { Catalogue } from '../say.ts';
import { german } from './formats.ts';

export const settings: Catalogue['settings'] = {
  title: 'Deine Einstellungen',
  notify: { on: '**Pings**: an, nach einer Minute', off: '**Pings**: aus' },
  private: { on: '**Standardmäßig privat**: an', off: '**Standardmäßig privat**: aus' },
  spoiler: { on: '**Spoiler**: an', off: '**Spoiler**: aus, außer wo sie Pflicht sind' },
  askable: {
    on: '**Fragen zu deinen Posts**: an',
    off: '**Fragen zu deinen Posts**: aus',
  },
  named: {
    on: '**Name in Diagrammen der Verwaltung**: an',
    off: '**Name in Diagrammen der Verwaltung**: aus',
  },
  defaults: (commands) =>
    `**Vorgaben**: ${commands.length === 0 ? 'keine' : german.list(commands)}`,
  buttons: {
    notify: { on: 'Ping mich', off: 'Keine Pings' },
    private: { on: 'Privat', off: 'Öffentlich' },
    spoiler: { on: 'Spoiler', off: 'Keine Spoiler' },
    askable: { on: 'Fragen zulassen', off: 'Keine Fragen' },
    named: { on: 'Name im Diagramm', off: 'Kein Name im Diagramm' },
    reset: 'Zurücksetzen',
    resetNow: 'Alles zurücksetzen',
    keep: 'Behalten',
    back: 'Zurück',
    forget: 'Leeren',
  },
  chooseCommand: 'Vorgaben für einen Befehl',
  resetQuestion: [
    '**Alle deine Einstellungen zurücksetzen?** Auch deine Vorgaben für alle Befehle sind dann weg.',
    'Deine Presets bleiben.',
  ],

  ofCommand: (command) => `Vorgaben für /${command}`,
  whatHolds: 'Gilt, wenn du eine Option leer lässt. Ein Preset hat Vorrang.',
  none: 'Noch keine.',
  chooseOptions: 'Bis zu fünf Optionen auswählen',
  option: (name, value) => `• ${name} ${value}`,
  noLongerFits: (option) => `${option} (nicht mehr gültig, wird ignoriert)`,
  yes: 'ja',
  no: 'nein',
  takes: (min, max, otherwise) => `${min} bis ${max}; leer: ${otherwise}`,
  otherwise: (value) => (value === '' ? 'Leer: nichts' : `Leer: ${value}`),
};

export const presets: Catalogue['presets'] = {
  option: 'Ein Preset von dir oder von diesem Server; siehe /preset list',
  description: 'Prompts und Optionen speichern und wiederverwenden',
  save: 'Ein Preset anlegen oder ändern; was du weglässt, bleibt, wie es ist',
  list: 'Deine Presets und die dieses Servers',
  delete: 'Ein Preset löschen',
  name: 'Wie das Preset heißt',
  before: 'Text, der vor jedem Prompt stehen soll',
  after: 'Text, der hinter jedem Prompt stehen soll',
  negativePrompt: 'Was auf den Bildern nicht zu sehen sein soll',
  from: 'Die Optionen eines deiner Jobs übernehmen, per ID',
  forServer: 'Für den ganzen Server; nur für die Moderation',

  saved: (name) => `**${name}** ist gespeichert. Du verwendest es mit der Option \`preset\`.`,
  deleted: (name) => `**${name}** ist gelöscht.`,
  own: 'Deine Presets',
  ofServer: 'Presets dieses Servers',
  none: 'Noch keine. Mit `/preset save` legst du eins an.',
  prompt: '…',
  options: (parts) => german.series(parts),
  onlyFor: (command) => `nur für ${command}`,
  forWorkflowGone: 'für einen Befehl, den es nicht mehr gibt',
  chooseCommand: 'Optionen für einen Befehl auswählen',
  title: (name) => `Optionen in ${name}`,
  whatHolds: (command) => `Für ${command}.`,
};
