import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

export const settings: Catalogue['settings'] = {
  title: 'Tus ajustes',
  notify: { on: '**Menciones**: sí, pasado un minuto', off: '**Menciones**: no' },
  private: { on: '**Privado por defecto**: sí', off: '**Privado por defecto**: no' },
  spoiler: { on: '**Spoiler**: sí', off: '**Spoiler**: no, salvo que aquí sea obligatorio' },
  askable: {
    on: '**Preguntas sobre tus imágenes**: sí',
    off: '**Preguntas sobre tus imágenes**: no',
  },
  named: {
    on: '**Nombre en los gráficos de los gestores**: sí',
    off: '**Nombre en los gráficos de los gestores**: no',
  },
  defaults: (commands) =>
    `**Valores predeterminados**: ${commands.length === 0 ? 'ninguno' : spanish.list(commands)}`,
  buttons: {
    notify: { on: 'Mencióname', off: 'Sin menciones' },
    private: { on: 'Privado', off: 'Público' },
    spoiler: { on: 'Con spoiler', off: 'Sin spoiler' },
    askable: { on: 'Con preguntas', off: 'Sin preguntas' },
    named: { on: 'Con mi nombre', off: 'Sin mi nombre' },
    reset: 'Restablecer',
    resetNow: 'Restablecerlo todo',
    keep: 'Conservarlos',
    back: 'Volver',
    forget: 'Vaciar estos',
  },
  chooseCommand: 'Opciones predeterminadas de un comando',
  resetQuestion: [
    '**¿Restablecer todos tus ajustes?** También tus opciones predeterminadas de todos los comandos.',
    'Tus preajustes permanecen.',
  ],

  ofCommand: (command) => `Valores predeterminados de /${command}`,
  whatHolds: 'Se usan cuando dejas una opción vacía. Un preajuste va por delante.',
  none: 'Ninguno todavía.',
  chooseOptions: 'Elige hasta cinco opciones',
  option: (name, value) => `• ${name} ${value}`,
  noLongerFits: (option) => `${option} (ya no es válido, así que se ignora)`,
  yes: 'sí',
  no: 'no',
  takes: (min, max, otherwise) => `de ${min} a ${max}; vacío: ${otherwise}`,
  otherwise: (value) => (value === '' ? 'Vacío: nada' : `Vacío: ${value}`),
};

export const presets: Catalogue['presets'] = {
  option: 'Un preajuste tuyo o de este servidor; mira /preset list',
  description: 'Guarda prompts y opciones para reutilizarlos',
  save: 'Crea o cambia un preajuste; las opciones omitidas quedan como están',
  list: 'Tus preajustes y los de este servidor',
  delete: 'Elimina un preajuste',
  name: 'El nombre del preajuste',
  before: 'Texto que va antes de cada prompt',
  after: 'Texto que va después de cada prompt',
  negativePrompt: 'Lo que sus imágenes no deben mostrar',
  from: 'Copia las opciones de una de tus tareas, por su ID',
  forServer: 'Compartir con todo el servidor; solo moderación',

  saved: (name) => `**${name}** está guardado. Úsalo con la opción \`preset\`.`,
  deleted: (name) => `**${name}** está eliminado.`,
  own: 'Tus preajustes',
  ofServer: 'Preajustes de este servidor',
  none: 'Ninguno todavía. `/preset save` crea uno.',
  prompt: '…',
  onlyFor: (command) => `solo para ${command}`,
  forWorkflowGone: 'para un comando que ya no existe',
  chooseCommand: 'Elegir opciones de un comando',
  title: (name) => `Opciones de ${name}`,
  whatHolds: (command) => `Para ${command}.`,
};
