import type { Catalogue } from '../say.ts';
import { someOf, spanish } from './formats.ts';

const PICTURES = { one: 'imagen', other: 'imágenes' };
const JOBS = { one: 'tarea', other: 'tareas' };

export const pages: Catalogue['pages'] = {
  newer: 'Más recientes',
  older: 'Más antiguas',
  stopped: (jobs, when) =>
    `He buscado en ${spanish.amount(jobs, JOBS)}, hasta ${when}. Pulsa el botón de abajo para continuar.`,
};

export const jobs: Catalogue['jobs'] = {
  title: 'Tus imágenes',
  none: 'Aún no tienes imágenes. `/help` explica cómo crear una.',
  nothingFound: 'No hay nada. Elige otro filtro abajo, o busca otras palabras.',
  phases: {
    asking: 'Espera tu consentimiento',
    waiting: 'En espera',
    working: 'En curso',
    completed: 'Terminadas',
    failed: 'Fallidas',
    cancelled: 'Canceladas',
  },
  several: (pictures) => spanish.amount(pictures, PICTURES),
  hidden: 'oculta',
  removed: 'retirada por la moderación',
  all: 'Todo',
  show: 'Mostrar',
  again: 'Crear de nuevo',
  buttons: {
    words: 'Buscar',
    cancelAll: 'Cancelar todo',
    cancelNow: 'Cancelar todo',
    keep: 'No cancelar',
  },
  wordsTitle: 'Buscar en tus imágenes',
  wordsLabel: 'Palabras del prompt, o un ID; vacío: todo',
  nothingToCancel: 'No tienes nada en curso en este servidor.',
  cancelQuestion: (jobs) =>
    `**¿Cancelar ${spanish.form(jobs, { one: 'tu tarea', other: `tus ${spanish.number(jobs)} tareas` })} en curso en este servidor?**`,
  cancelling: (jobs) => `Cancelando ${spanish.amount(jobs, JOBS)}…`,
  cancelled: (jobs) =>
    jobs === 0 ? 'Ya no quedaba nada que cancelar.' : `Cancelado: ${spanish.amount(jobs, JOBS)}.`,
  kept: 'No se ha cancelado nada.',
};

export const show: Catalogue['show'] = {
  job: 'Su ID, o palabras de su prompt',
  byOther: 'otro miembro',
  notSearched: (jobs) =>
    `He buscado en las últimas ${spanish.amount(jobs, JOBS)}. Para una más antigua, pega su ID.`,
  ageRestricted: 'La imagen solo se muestra en canales con restricción de edad.',
  private: 'Es privada: solo ve la imagen quien la pidió.',
};

const WORKFLOWS = { one: 'workflow', other: 'workflows' };
const OPTIONS = { one: 'opción', other: 'opciones' };
const PROBLEMS = { one: 'problema más', other: 'problemas más' };

export const workflows: Catalogue['workflows'] = {
  description: 'Los workflows del bot, para su operador',
  list: 'Qué workflows se ofrecen, y cuáles quedan fuera y por qué',
  title: (offered, leftOut) =>
    `${spanish.amount(offered, WORKFLOWS)}${leftOut === 0 ? '' : `, ${spanish.number(leftOut)} fuera`}`,
  none: 'No hay workflows. `npm run workflow -- add FILE` crea uno.',
  options: (count) => spanish.amount(count, OPTIONS),
  endpoint: (id) => `el endpoint ${id}`,
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
  workers: 'Workers de GPU',
  queue: 'Cola de RunPod',
  jobs: 'Tareas de este bot',
  endpoint: someOf,
  at: (workers, queue) => `Workers: ${workers}\nCola: ${queue}`,
  publicEndpoint: 'Un modelo público de RunPod, que no dice cuánto trabajo tiene.',
  moreEndpoints: (count) => spanish.amount(count, { one: 'endpoint más', other: 'endpoints más' }),
  counts: {
    idle: 'en reposo',
    initializing: 'arrancando',
    ready: 'a punto',
    running: 'trabajando',
    throttled: 'sin GPU disponible',
    unhealthy: 'con errores',
    inQueue: 'en cola',
    inProgress: 'en curso',
  },
  count: (count, what) => `${spanish.number(count)} ${what}`,
  noJobs: 'ninguna todavía',
  new: 'Imágenes nuevas',
  draining: (when) => `En pausa ${when} antes de un reinicio. Las peticiones ya hechas terminarán.`,
  processes: 'Procesos',
  running: (count) => `${spanish.number(count)} en marcha`,
  drainingProcesses: (count) => `${spanish.number(count)} sin admitir tareas`,
  stopping: (count) => `${spanish.number(count)} deteniéndose`,
  leftOut: 'No disponibles',
  leftOutBecause: (names) =>
    `${spanish.list(names)}. El operador puede ejecutar \`npm run doctor\` para saber por qué.`,
  unknownCount: 'desconocido',
  noCount: 'ninguno',
};
