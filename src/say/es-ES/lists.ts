import type { Catalogue } from '../say.ts';
import { someOf, spanish } from './formats.ts';

const PICTURES = { one: 'imagen', other: 'imágenes' };
const JOBS = { one: 'tarea', other: 'tareas' };

export const pages: Catalogue['pages'] = {
  newer: 'Más recientes',
  older: 'Más antiguas',
  stopped: (jobs, when) =>
    `He buscado en ${spanish.amount(jobs, JOBS)}, la más antigua de ${when}. Pulsa el botón de abajo para continuar.`,
};

export const jobs: Catalogue['jobs'] = {
  title: 'Tus imágenes',
  none: 'Aún no tienes imágenes. `/help` explica cómo crear una.',
  nothingFound: 'No hay resultados. Elige otro filtro abajo o busca otras palabras.',
  phases: {
    asking: 'A la espera de tu consentimiento',
    waiting: 'En espera',
    working: 'En curso',
    completed: 'Terminada',
    failed: 'Fallida',
    cancelled: 'Cancelada',
  },
  several: (pictures) => spanish.amount(pictures, PICTURES),
  hidden: 'oculta',
  removed: 'retirada por la moderación',
  all: 'Todas',
  show: 'Ver',
  again: 'Crear de nuevo',
  buttons: {
    words: 'Buscar',
    cancelAll: 'Cancelar todas',
    cancelNow: 'Cancelar todas',
    keep: 'No cancelar',
  },
  wordsTitle: 'Buscar en tus imágenes',
  wordsLabel: 'Palabras del prompt o ID; en blanco: todas',
  nothingToCancel: 'No tienes nada en curso en este servidor.',
  cancelQuestion: (jobs) =>
    `**¿Cancelar ${spanish.form(jobs, { one: 'tu tarea', other: `tus ${spanish.number(jobs)} tareas` })} en curso en este servidor?**`,
  cancelling: (jobs) => `Cancelando ${spanish.amount(jobs, JOBS)}…`,
  cancelled: (jobs) =>
    jobs === 0
      ? 'Ya no quedaba nada que cancelar.'
      : `Se ${spanish.form(jobs, { one: 'canceló', other: 'cancelaron' })} ${spanish.amount(jobs, JOBS)}.`,
  kept: 'No se canceló nada.',
};

export const show: Catalogue['show'] = {
  job: 'Su ID, o palabras de su prompt',
  byOther: 'de otro miembro',
  notSearched: (jobs) =>
    `Se ha buscado en ${spanish.form(jobs, { one: 'la última tarea', other: `las últimas ${spanish.number(jobs)} tareas` })}. Para una más antigua, pega su ID.`,
  ageRestricted: 'La imagen solo se muestra en canales con restricción de edad.',
  private: 'Es privada: solo puede verla quien la pidió.',
};

const WORKFLOWS = { one: 'workflow', other: 'workflows' };
const OPTIONS = { one: 'opción', other: 'opciones' };
const PROBLEMS = { one: 'problema más', other: 'problemas más' };

export const workflows: Catalogue['workflows'] = {
  description: 'Los workflows del bot, para su responsable',
  list: 'Qué workflows se ofrecen, cuáles quedan fuera y por qué',
  title: (offered, leftOut) =>
    `${spanish.amount(offered, WORKFLOWS)}${leftOut === 0 ? '' : `, ${spanish.number(leftOut)} fuera`}`,
  none: 'No hay workflows. `npm run workflow -- add FILE` crea uno.',
  options: (count) => spanish.amount(count, OPTIONS),
  endpoint: (id) => `endpoint ${id}`,
  folder: (name) => `carpeta ${name}`,
  facesOff: 'necesita una foto, y `FACE_REFERENCES` está desactivado',
  moreProblems: (count) =>
    `-# ${spanish.amount(count, PROBLEMS)}; \`npm run workflow -- check\` los muestra todos.`,
  page: (page, pages) => `Página ${spanish.number(page)} de ${spanish.number(pages)}`,
  back: 'Anterior',
  next: 'Siguiente',
};

export const status: Catalogue['status'] = {
  title: 'Estado',
  workers: 'Workers',
  queue: 'Cola de RunPod',
  jobs: 'Tareas de este bot',
  endpoint: someOf,
  at: (workers, queue) => `Workers: ${workers}\nCola: ${queue}`,
  publicEndpoint: 'Un modelo público de RunPod; RunPod no informa de su carga.',
  moreEndpoints: (count) => spanish.amount(count, { one: 'endpoint más', other: 'endpoints más' }),
  counts: {
    idle: 'en reposo',
    initializing: 'arrancando',
    ready: 'a punto',
    running: 'en marcha',
    throttled: 'sin GPU libre',
    unhealthy: 'con fallos',
    inQueue: 'en cola',
    inProgress: 'en curso',
  },
  count: (count, what) => `${spanish.number(count)} ${what}`,
  noJobs: 'ninguna todavía',
  new: 'Imágenes nuevas',
  draining: (when) =>
    `En pausa desde ${when}, antes de un reinicio. Las solicitudes anteriores terminarán.`,
  processes: 'Procesos',
  running: (count) => `${spanish.number(count)} en marcha`,
  drainingProcesses: (count) => `${spanish.number(count)} sin admitir solicitudes`,
  stopping: (count) => `${spanish.number(count)} deteniéndose`,
  leftOut: 'No disponibles',
  leftOutBecause: (names) =>
    `${spanish.list(names)}. El responsable del bot puede averiguar el motivo con \`npm run doctor\`.`,
  unknownCount: 'sin datos',
  noCount: 'ninguno',
};
