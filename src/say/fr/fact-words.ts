import type { Catalogue } from '../say.ts';
import { fact } from './formats.ts';

const BELOW = 'en dessous, le prompt de sécurité n’a aucun effet';

export const problems: Catalogue['problems'] = {
  missing: () => 'est à remplir',
  unknown_option: () => 'ne fait pas partie des options de cette commande',
  number: ({ min, max }) =>
    `doit être un nombre compris entre ${fact.text(min)} et ${fact.text(max)}`,
  whole_number: ({ min, max }) =>
    `doit être un nombre entier compris entre ${fact.text(min)} et ${fact.text(max)}`,
  length: ({ min, max }) =>
    min === 0
      ? `est limité à ${fact.number(max)} caractères`
      : `doit compter entre ${fact.number(min)} et ${fact.number(max)} caractères`,
  yes_or_no: () => 'doit être oui ou non',
  choice: ({ choices }) =>
    `doit avoir l’une de ces valeurs\u00a0: ${typeof choices === 'object' ? choices.join(', ') : fact.text(choices)}`,
  no_such_file: () =>
    'doit être un fichier du worker GPU\u00a0: choisis l’une des suggestions pendant la saisie',
  files_unknown: () =>
    'ne marche pas encore\u00a0: je ne connais les fichiers du worker GPU qu’après son premier démarrage',
  no_file: () => 'doit être un fichier',
  no_text_channel: () => 'doit être un salon textuel de ce serveur',
  role_of_everybody: () => 'ne peut pas être @everyone',
  unguided_face: ({ min }) =>
    `doit valoir au moins ${fact.number(min)} avec une photo\u00a0: ${BELOW}`,
  unguided: ({ min }) => `doit valoir au moins ${fact.number(min)} dans ce salon\u00a0: ${BELOW}`,
};

/** Those of unfinished jobs follow a number too, so they have no plural. */
export const states: Catalogue['states'] = {
  awaiting_consent: 'en attente d’accord',
  accepted: 'à préparer',
  preparing: 'en préparation',
  ready: 'à envoyer',
  submitting: 'en cours d’envoi',
  queued: 'en file d’attente',
  running: 'en cours',
  completed: 'terminée',
  failed: 'en échec',
  cancelled: 'annulée',
  expired: 'expirée',
  gone: 'effacée',
};

export const permissionNames: Catalogue['permissionNames'] = {
  ViewChannel: 'Voir le salon',
  ReadMessageHistory: 'Voir les anciens messages',
  AttachFiles: 'Joindre des fichiers',
  EmbedLinks: 'Intégrer des liens',
  SendMessages: 'Envoyer des messages',
  SendMessagesInThreads: 'Envoyer des messages dans les fils',
};
