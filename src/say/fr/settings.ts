import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

export const settings: Catalogue['settings'] = {
  title: 'Tes réglages',
  notify: { on: '**Mentions** : oui, après une minute', off: '**Mentions** : non' },
  private: { on: '**Privé par défaut** : oui', off: '**Privé par défaut** : non' },
  spoiler: { on: '**Spoilers** : oui', off: '**Spoilers** : non, sauf obligation ici' },
  askable: {
    on: '**Questions sur tes images** : oui',
    off: '**Questions sur tes images** : non',
  },
  named: {
    on: '**Nom dans les graphiques des gestionnaires** : oui',
    off: '**Nom dans les graphiques des gestionnaires** : non',
  },
  defaults: (commands) =>
    `**Valeurs par défaut** : ${commands.length === 0 ? 'aucune' : french.list(commands)}`,
  buttons: {
    notify: { on: 'Me mentionner', off: 'Sans mention' },
    private: { on: 'Privé', off: 'Public' },
    spoiler: { on: 'En spoiler', off: 'Sans spoiler' },
    askable: { on: 'Questions', off: 'Sans question' },
    named: { on: 'Me nommer', off: 'Ne pas me nommer' },
    reset: 'Réinitialiser',
    resetNow: 'Tout réinitialiser',
    keep: 'Les garder',
    back: 'Retour',
    forget: 'Vider celles-ci',
  },
  chooseCommand: 'Options par défaut d’une commande',
  resetQuestion: [
    '**Réinitialiser tous tes réglages ?** Y compris tes options par défaut pour toutes les commandes.',
    'Tes préréglages restent.',
  ],

  ofCommand: (command) => `Options par défaut de /${command}`,
  whatHolds: 'Elles servent quand tu laisses une option vide. Un préréglage passe avant.',
  none: 'Aucune pour l’instant.',
  chooseOptions: "Choisis jusqu'à cinq options",
  option: (name, value) => `• ${name} ${value}`,
  noLongerFits: (option) => `${option} (plus valable, donc ignoré)`,
  yes: 'oui',
  no: 'non',
  takes: (min, max, otherwise) => `de ${min} à ${max} ; vide : ${otherwise}`,
  otherwise: (value) => (value === '' ? 'Vide : rien' : `Vide : ${value}`),
};

export const presets: Catalogue['presets'] = {
  option: 'Un préréglage à toi ou à ce serveur ; voir /preset list',
  description: 'Garde des prompts et des options pour les réutiliser',
  save: 'Crée ou change un préréglage ; les options omises restent telles quelles',
  list: 'Tes préréglages et ceux de ce serveur',
  delete: 'Supprime un préréglage',
  name: 'Le nom du préréglage',
  before: 'Texte à placer avant chaque prompt',
  after: 'Texte à placer après chaque prompt',
  negativePrompt: 'Ce que ses images ne doivent pas montrer',
  from: "Reprend les options de l'une de tes tâches, par son identifiant",
  forServer: 'Le partage avec tout le serveur ; modération seulement',

  saved: (name) => `**${name}** est enregistré. Utilise-le avec l'option \`preset\`.`,
  deleted: (name) => `**${name}** est supprimé.`,
  own: 'Tes préréglages',
  ofServer: 'Préréglages de ce serveur',
  none: 'Aucun pour l’instant. `/preset save` en crée un.',
  prompt: '…',
  onlyFor: (command) => `pour ${command} seulement`,
  forWorkflowGone: "pour une commande qui n'existe plus",
  chooseCommand: 'Choisir les options d’une commande',
  title: (name) => `Options de ${name}`,
  whatHolds: (command) => `Pour ${command}.`,
};
