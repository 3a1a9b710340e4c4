import type { Catalogue } from '../say.ts';
import { fact, french } from './formats.ts';

export const problems: Catalogue['problems'] = {
  missing: () => 'manque',
  unknown_option: () => "n'est pas une option de cette commande",
  number: ({ min, max }) => `doit être un nombre de ${fact.text(min)} à ${fact.text(max)}`,
  whole_number: ({ min, max }) =>
    `doit être un nombre entier de ${fact.text(min)} à ${fact.text(max)}`,
  length: ({ min, max }) =>
    min === 0
      ? `doit faire ${fact.number(max)} caractères au plus`
      : `doit faire de ${fact.number(min)} à ${fact.number(max)} caractères`,
  yes_or_no: () => 'doit être oui ou non',
  choice: ({ choices }) =>
    `doit être l'un de ces choix : ${typeof choices === 'object' ? french.series(choices) : fact.text(choices)}`,
  no_such_file: () =>
    "doit être un fichier présent sur le worker GPU : choisis l'une des suggestions pendant la saisie",
  files_unknown: () =>
    "n'est pas encore utilisable : je ne connaîtrai les fichiers du worker GPU qu'après son premier démarrage",
  no_file: () => 'doit être un fichier',
  no_text_channel: () => 'doit être un salon textuel de ce serveur',
  role_of_everybody: () => 'ne peut pas être @everyone',
  unguided_face: ({ min }) =>
    `doit être d'au moins ${fact.number(min)} avec une photo : en dessous, le prompt de sécurité n'a aucun effet`,
  unguided: ({ min }) =>
    `doit être d'au moins ${fact.number(min)} dans ce salon : en dessous, le prompt de sécurité n'a aucun effet`,
};

export const states: Catalogue['states'] = {
  awaiting_consent: 'en attente de consentement',
  accepted: 'accepté',
  preparing: 'en préparation',
  ready: 'prêt',
  submitting: "en cours d'envoi",
  queued: "en file d'attente",
  running: 'en cours',
  completed: 'terminé',
  failed: 'en échec',
  cancelled: 'annulé',
  expired: 'expiré',
  gone: 'disparu',
};

export const permissionNames: Catalogue['permissionNames'] = {
  ViewChannel: 'Voir le salon',
  ReadMessageHistory: "Voir l'historique des messages",
  AttachFiles: 'Joindre des fichiers',
  EmbedLinks: 'Intégrer des liens',
  SendMessages: 'Envoyer des messages',
  SendMessagesInThreads: 'Envoyer des messages dans les fils',
};
