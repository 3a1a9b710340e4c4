import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

export const settings: Catalogue['settings'] = {
  title: 'Tus ajustes',
  notify: { on: '**Menciones**: sí, tras un minuto', off: '**Menciones**: no' },
  private: { on: '**Privadas por defecto**: sí', off: '**Privadas por defecto**: no' },
  spoiler: { on: '**Spoilers**: sí', off: '**Spoilers**: no, salvo si aquí son obligatorios' },
  askable: {
    on: '**Preguntas sobre lo que publicas**: sí',
    off: '**Preguntas sobre lo que publicas**: no',
  },
  named: {
    on: '**Nombre en gráficos del servidor**: sí',
    off: '**Nombre en gráficos del servidor**: no',
  },
  defaults: (commands) =>
    `**Valores predeterminados**: ${commands.length === 0 ? 'ninguno' : spanish.list(commands)}`,
  buttons: {
    notify: { on: 'Mencióname', off: 'Sin menciones' },
    private: { on: 'Privadas', off: 'Públicas' },
    spoiler: { on: 'Con spoilers', off: 'Sin spoilers' },
    askable: { on: 'Preguntas', off: 'Sin preguntas' },
    named: { on: 'Nombre en gráficos', off: 'Sin nombre en gráficos' },
    reset: 'Restablecer',
    resetNow: 'Restablecer todo',
    keep: 'Conservarlos',
    back: 'Volver',
    forget: 'Vaciar',
  },
  chooseCommand: 'Valores predeterminados de un comando',
  resetQuestion: [
    '**¿Restablecer todos tus ajustes?** También se pierden tus valores predeterminados de todos los comandos.',
    'Tus presets se conservan.',
  ],

  ofCommand: (command) => `Valores predeterminados de /${command}`,
  whatHolds: 'Se usan cuando dejas una opción en blanco. Un preset tiene prioridad.',
  none: 'Ninguno todavía.',
  chooseOptions: 'Elige hasta cinco opciones',
  option: (name, value) => `• ${name} ${value}`,
  noLongerFits: (option) => `${option} (ya no es válido, así que se ignora)`,
  yes: 'sí',
  no: 'no',
  takes: (min, max, otherwise) => `Del ${min} al ${max}; en blanco: ${otherwise}`,
  otherwise: (value) => (value === '' ? 'En blanco: nada' : `En blanco: ${value}`),
};

export const presets: Catalogue['presets'] = {
  option: 'Un preset tuyo o de este servidor; consulta /preset list',
  description: 'Guarda prompts y opciones para reutilizarlos',
  save: 'Crea o cambia un preset; las opciones que omitas se quedan como están',
  list: 'Tus presets y los de este servidor',
  delete: 'Elimina un preset',
  name: 'El nombre del preset',
  before: 'Texto que se pone antes de cada prompt',
  after: 'Texto que se pone después de cada prompt',
  negativePrompt: 'Lo que sus imágenes no deben mostrar',
  from: 'Copia las opciones de una de tus tareas, por su ID',
  forServer: 'Compártelo con todo el servidor; solo para la moderación',

  saved: (name) => `**${name}** está guardado. Úsalo con la opción \`preset\`.`,
  deleted: (name) => `**${name}** está eliminado.`,
  own: 'Tus presets',
  ofServer: 'Presets de este servidor',
  none: 'Ninguno todavía. Con `/preset save` creas uno.',
  prompt: '…',
  options: (parts) => spanish.series(parts),
  onlyFor: (command) => `solo para ${command}`,
  forWorkflowGone: 'para un comando que ya no existe',
  chooseCommand: 'Elegir opciones para un comando',
  title: (name) => `Opciones de ${name}`,
  whatHolds: (command) => `Para ${command}.`,
};
