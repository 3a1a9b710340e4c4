import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

export const settings: Catalogue['settings'] = {
  title: 'Tes réglages',
  notify: { on: '**Mentions**\u00a0: oui, après une minute', off: '**Mentions**\u00a0: non' },
  private: {
    on: '**Images privées par défaut**\u00a0: oui',
    off: '**Images privées par défaut**\u00a0: non',
  },
  spoiler: {
    on: '**Spoilers**\u00a0: oui',
    off: '**Spoilers**\u00a0: non, sauf si c’est obligatoire ici',
  },
  askable: {
    on: '**Questions sur tes posts**\u00a0: oui',
    off: '**Questions sur tes posts**\u00a0: non',
  },
  named: {
    on: '**Nom dans les graphiques de gestion**\u00a0: oui',
    off: '**Nom dans les graphiques de gestion**\u00a0: non',
  },
  defaults: (commands) =>
    `**Par défaut**\u00a0: ${commands.length === 0 ? 'rien' : french.list(commands)}`,
  buttons: {
    notify: { on: 'Me mentionner', off: 'Pas de mention' },
    private: { on: 'Privées', off: 'Publiques' },
    spoiler: { on: 'En spoiler', off: 'Sans spoiler' },
    askable: { on: 'Questions', off: 'Pas de questions' },
    named: { on: 'Nom affiché', off: 'Nom masqué' },
    reset: 'Réinitialiser',
    resetNow: 'Tout réinitialiser',
    keep: 'Garder',
    back: 'Retour',
    forget: 'Vider',
  },
  chooseCommand: 'Options par défaut d’une commande',
  resetQuestion: [
    '**Réinitialiser tous tes réglages\u202f?** Tes options par défaut pour chaque commande aussi.',
    'Tes presets restent.',
  ],

  ofCommand: (command) => `Options par défaut de /${command}`,
  whatHolds: 'Elles servent quand tu laisses une option vide. Un preset passe avant.',
  none: 'Aucune pour l’instant.',
  chooseOptions: 'Choisis jusqu’à cinq options',
  option: (name, value) => `• ${name} ${value}`,
  noLongerFits: (option) => `${option} (plus valable, donc ignorée)`,
  yes: 'oui',
  no: 'non',
  takes: (min, max, otherwise) => `De ${min} à ${max}\u202f; vide\u00a0: ${otherwise}`,
  otherwise: (value) => (value === '' ? 'Vide\u00a0: rien' : `Vide\u00a0: ${value}`),
};

export const presets: Catalogue['presets'] = {
  option: 'Un preset à toi ou de ce serveur\u202f; voir /preset list',
  description: 'Enregistrer des prompts et des options pour les réutiliser',
  save: 'Créer ou changer un preset\u202f; les options omises restent telles quelles',
  list: 'Tes presets et ceux de ce serveur',
  delete: 'Supprimer un preset',
  name: 'Le nom du preset',
  before: 'Texte à mettre avant chaque prompt',
  after: 'Texte à mettre après chaque prompt',
  negativePrompt: 'Ce que ses images ne doivent pas montrer',
  from: 'Copier les options d’une de tes générations, par son ID',
  forServer: 'Partager avec tout le serveur\u202f; réservé à la modération',

  saved: (name) => `**${name}** est enregistré. Utilise-le avec l’option \`preset\`.`,
  deleted: (name) => `**${name}** est supprimé.`,
  own: 'Tes presets',
  ofServer: 'Presets de ce serveur',
  none: 'Aucun pour l’instant. `/preset save` en crée un.',
  prompt: '…',
  options: (parts) => french.series(parts),
  onlyFor: (command) => `pour ${command} seulement`,
  forWorkflowGone: 'pour une commande qui n’existe plus',
  chooseCommand: 'Choisir des options pour une commande',
  title: (name) => `Options du preset ${name}`,
  whatHolds: (command) => `Pour ${command}.`,
};
