import type { Catalogue } from '../say.ts';
import { french, someOf } from './formats.ts';

const PICTURES = { one: 'image', other: 'images' };
const JOBS = { one: 'tâche', other: 'tâches' };

export const pages: Catalogue['pages'] = {
  newer: 'Plus récentes',
  older: 'Plus anciennes',
  stopped: (jobs, when) =>
    `Recherche dans ${french.amount(jobs, JOBS)}, jusqu'à ${when}. Appuie sur le bouton ci-dessous pour continuer.`,
};

export const jobs: Catalogue['jobs'] = {
  title: 'Tes images',
  none: "Tu n'as pas encore d'image. `/help` explique comment en créer une.",
  nothingFound: "Rien trouvé. Choisis un autre filtre ci-dessous, ou cherche d'autres mots.",
  phases: {
    asking: 'Attend ton consentement',
    waiting: 'En attente',
    working: 'En cours',
    completed: 'Terminées',
    failed: 'Échouées',
    cancelled: 'Annulées',
  },
  several: (pictures) => french.amount(pictures, PICTURES),
  hidden: 'masquée',
  removed: 'retirée par la modération',
  all: 'Tout',
  show: 'Afficher',
  again: 'Recréer',
  buttons: {
    words: 'Rechercher',
    cancelAll: 'Tout annuler',
    cancelNow: 'Tout annuler',
    keep: 'Ne rien annuler',
  },
  wordsTitle: 'Rechercher dans tes images',
  wordsLabel: 'Mots du prompt, ou identifiant ; vide : tout',
  nothingToCancel: "Tu n'as rien en cours sur ce serveur.",
  cancelQuestion: (jobs) =>
    `**Annuler ${french.form(jobs, { one: 'ta tâche', other: `tes ${french.number(jobs)} tâches` })} en cours sur ce serveur ?**`,
  cancelling: (jobs) => `Annulation de ${french.amount(jobs, JOBS)}…`,
  cancelled: (jobs) =>
    jobs === 0 ? "Il n'y avait plus rien à annuler." : `Annulé : ${french.amount(jobs, JOBS)}.`,
  kept: "Rien n'a été annulé.",
};

export const show: Catalogue['show'] = {
  job: 'Son identifiant, ou des mots de son prompt',
  byOther: 'un autre membre',
  notSearched: (jobs) =>
    `Recherche dans les ${french.amount(jobs, JOBS)} les plus récentes. Au-delà, colle l'identifiant.`,
  ageRestricted: "L'image n'est montrée que dans les salons avec limite d'âge.",
  private: "C'est privé : seul l'auteur de la demande voit l'image.",
};

const WORKFLOWS = { one: 'workflow', other: 'workflows' };
const OPTIONS = { one: 'option', other: 'options' };
const PROBLEMS = { one: 'autre problème', other: 'autres problèmes' };

export const workflows: Catalogue['workflows'] = {
  description: 'Les workflows du bot, pour son opérateur',
  list: 'Quels workflows sont proposés, et lesquels sont écartés et pourquoi',
  title: (offered, leftOut) =>
    `${french.amount(offered, WORKFLOWS)}${leftOut === 0 ? '' : `, ${french.amount(leftOut, { one: 'écarté', other: 'écartés' })}`}`,
  none: "Il n'y a aucun workflow. `npm run workflow -- add FILE` en crée un.",
  options: (count) => french.amount(count, OPTIONS),
  endpoint: (id) => `l'endpoint ${id}`,
  folder: (name) => `dossier ${name}`,
  facesOff: 'a besoin d’une photo, et `FACE_REFERENCES` est désactivé',
  moreProblems: (count) =>
    `-# ${french.amount(count, PROBLEMS)} ; \`npm run workflow -- check\` les liste tous.`,
  page: (page, pages) => `Page ${french.number(page)} sur ${french.number(pages)}`,
  back: 'Précédent',
  next: 'Suivant',
};

export const status: Catalogue['status'] = {
  title: 'État',
  workers: 'Workers',
  queue: "File d'attente de RunPod",
  jobs: 'Tâches de ce bot',
  endpoint: someOf,
  at: (workers, queue) => `Workers : ${workers}\nFile d'attente : ${queue}`,
  publicEndpoint: 'Un modèle public de RunPod, qui ne dit pas à quel point il est occupé.',
  moreEndpoints: (count) =>
    french.amount(count, { one: 'autre endpoint', other: 'autres endpoints' }),
  counts: {
    idle: 'au repos',
    initializing: 'en démarrage',
    ready: 'en veille active',
    running: 'en activité',
    throttled: 'en manque de GPU',
    unhealthy: 'en panne',
    inQueue: 'en file',
    inProgress: 'en cours',
  },
  count: (count, what) => `${french.number(count)} ${what}`,
  noJobs: 'aucune pour l’instant',
  new: 'Nouvelles images',
  draining: (when) =>
    `Suspendues ${when} avant un redémarrage. Les demandes déjà faites iront au bout.`,
  processes: 'Processus',
  running: (count) => `${french.number(count)} en marche`,
  drainingProcesses: (count) => `${french.number(count)} sans nouvelle tâche`,
  stopping: (count) => `${french.number(count)} en cours d'arrêt`,
  leftOut: 'Indisponibles',
  leftOutBecause: (names) =>
    `${french.list(names)}. L'opérateur peut lancer \`npm run doctor\` pour savoir pourquoi.`,
  unknownCount: 'inconnu',
  noCount: 'aucun',
};
