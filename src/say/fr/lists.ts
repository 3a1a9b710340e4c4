import type { Catalogue } from '../say.ts';
import { french, someOf } from './formats.ts';

const PICTURES = { one: 'image', other: 'images' };

export const pages: Catalogue['pages'] = {
  newer: 'Plus récentes',
  older: 'Plus anciennes',
  stopped: (jobs, when) =>
    `${french.amount(jobs, { one: 'génération parcourue', other: 'générations parcourues' })}, la plus ancienne ${when}. Le bouton ci-dessous poursuit la recherche.`,
};

export const jobs: Catalogue['jobs'] = {
  title: 'Tes images',
  none: 'Tu n’as pas encore d’images. `/help` explique comment en créer une.',
  nothingFound: 'Aucun résultat. Choisis un autre filtre ci-dessous, ou cherche d’autres mots.',
  phases: {
    asking: 'En attente de ton accord',
    waiting: 'En attente',
    working: 'En cours',
    completed: 'Terminée',
    failed: 'Échouée',
    cancelled: 'Annulée',
  },
  several: (pictures) => french.amount(pictures, PICTURES),
  hidden: 'masquée',
  removed: 'retirée par la modération',
  all: 'Tout',
  show: 'Afficher',
  again: 'Refaire',
  buttons: {
    words: 'Rechercher',
    cancelAll: 'Tout annuler',
    cancelNow: 'Tout annuler',
    keep: 'Ne rien annuler',
  },
  wordsTitle: 'Rechercher dans tes images',
  wordsLabel: 'Mots du prompt ou ID\u202f; vide\u00a0: toutes',
  nothingToCancel: 'Tu n’as rien en cours sur ce serveur.',
  cancelQuestion: (count) =>
    `**Annuler ${french.form(count, { one: 'ta génération', other: `tes ${french.number(count)} générations` })} en cours sur ce serveur\u202f?**`,
  cancelling: (count) =>
    `Annulation ${french.form(count, { one: 'd’une génération', other: `de ${french.number(count)} générations` })}…`,
  cancelled: (count) =>
    count === 0
      ? 'Il n’y avait plus rien à annuler.'
      : `${french.amount(count, { one: 'génération annulée', other: 'générations annulées' })}.`,
  kept: 'Rien n’a été annulé.',
};

export const show: Catalogue['show'] = {
  job: 'Son ID, ou des mots de son prompt',
  byOther: 'd’un autre membre',
  notSearched: (jobs) =>
    `Recherche limitée à ${french.amount(jobs, { one: 'génération récente', other: 'générations récentes' })}. Plus ancienne\u202f? Colle son ID.`,
  ageRestricted: 'L’image ne s’affiche que dans les salons soumis à une limite d’âge.',
  private: 'Elle est privée\u00a0: seule la personne qui l’a demandée peut la voir.',
};

const WORKFLOWS = { one: 'workflow', other: 'workflows' };
const OPTIONS = { one: 'option', other: 'options' };
const PROBLEMS = { one: 'autre problème', other: 'autres problèmes' };

export const workflows: Catalogue['workflows'] = {
  description: 'Les workflows du bot, pour ses responsables',
  list: 'Les workflows proposés, ceux qui sont écartés et pourquoi',
  title: (offered, leftOut) =>
    `${french.amount(offered, WORKFLOWS)}${leftOut === 0 ? '' : `, ${french.amount(leftOut, { one: 'écarté', other: 'écartés' })}`}`,
  none: 'Il n’y a aucun workflow. `npm run workflow -- add FILE` en crée un.',
  options: (count) => french.amount(count, OPTIONS),
  endpoint: (id) => `endpoint ${id}`,
  folder: (name) => `dossier ${name}`,
  facesOff: 'a besoin d’une photo, et `FACE_REFERENCES` est désactivé',
  moreProblems: (count) =>
    `-# ${french.amount(count, PROBLEMS)}\u202f; \`npm run workflow -- check\` les liste tous.`,
  page: (page, all) => `Page ${french.number(page)} sur ${french.number(all)}`,
  back: 'Précédent',
  next: 'Suivant',
};

export const status: Catalogue['status'] = {
  title: 'État',
  workers: 'Workers',
  queue: 'File d’attente de RunPod',
  jobs: 'Générations de ce bot',
  endpoint: someOf,
  at: (workers, queue) => `Workers\u00a0: ${workers}\nFile d’attente\u00a0: ${queue}`,
  publicEndpoint: 'Un modèle public de RunPod, qui n’indique pas s’il est très sollicité.',
  moreEndpoints: (count) =>
    french.amount(count, { one: 'autre endpoint', other: 'autres endpoints' }),
  // They follow a number, so they have no plural.
  counts: {
    idle: 'au repos',
    initializing: 'en démarrage',
    ready: 'en service',
    running: 'au travail',
    throttled: 'en attente de GPU',
    unhealthy: 'en panne',
    inQueue: 'en attente',
    inProgress: 'en cours',
  },
  count: (count, what) => `${french.number(count)} ${what}`,
  noJobs: 'aucune pour l’instant',
  new: 'Nouvelles images',
  draining: (when) =>
    `Suspendues ${when}, avant un redémarrage. Les demandes déjà faites iront jusqu’au bout.`,
  processes: 'Processus',
  running: (count) => `${french.number(count)} en marche`,
  drainingProcesses: (count) => `${french.number(count)} en fin de travail`,
  stopping: (count) => `${french.number(count)} en cours d’arrêt`,
  leftOut: 'Indisponible',
  leftOutBecause: (names) =>
    `${french.list(names)}. Les responsables du bot peuvent lancer \`npm run doctor\` pour savoir pourquoi.`,
  unknownCount: 'pas d’information',
  noCount: 'rien pour l’instant',
};
