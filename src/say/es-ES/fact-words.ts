import type { Catalogue } from '../say.ts';
import { fact, spanish } from './formats.ts';

export const problems: Catalogue['problems'] = {
  missing: () => 'no puede faltar',
  unknown_option: () => 'no es una opción de este comando',
  number: ({ min, max }) => `debe ser un número del ${fact.text(min)} al ${fact.text(max)}`,
  whole_number: ({ min, max }) =>
    `debe ser un número entero del ${fact.text(min)} al ${fact.text(max)}`,
  length: ({ min, max }) =>
    min === 0
      ? `puede tener hasta ${fact.number(max)} caracteres`
      : `debe tener entre ${fact.number(min)} y ${fact.number(max)} caracteres`,
  yes_or_no: () => 'debe ser sí o no',
  choice: ({ choices }) =>
    `debe ser uno de estos valores: ${typeof choices === 'object' ? spanish.series(choices) : fact.text(choices)}`,
  no_such_file: () =>
    'debe ser un archivo del worker de GPU: elige una de las sugerencias mientras escribes',
  files_unknown: () =>
    'aún no se puede usar: sabré qué archivos tiene el worker de GPU cuando haya arrancado una vez',
  no_file: () => 'debe ser un archivo',
  no_text_channel: () => 'debe ser un canal de texto de este servidor',
  role_of_everybody: () => 'no puede ser @everyone',
  unguided_face: ({ min }) =>
    `debe ser ${fact.number(min)} o más si hay una foto: por debajo, el prompt de seguridad no tiene efecto`,
  unguided: ({ min }) =>
    `debe ser ${fact.number(min)} o más en este canal: por debajo, el prompt de seguridad no tiene efecto`,
};

export const states: Catalogue['states'] = {
  awaiting_consent: 'a la espera de consentimiento',
  accepted: 'aceptada',
  preparing: 'en preparación',
  ready: 'preparada',
  submitting: 'de camino a la GPU',
  queued: 'en cola',
  running: 'en curso',
  completed: 'terminada',
  failed: 'fallida',
  cancelled: 'cancelada',
  expired: 'caducada',
  gone: 'eliminada',
};

export const permissionNames: Catalogue['permissionNames'] = {
  ViewChannel: 'Ver canal',
  ReadMessageHistory: 'Leer el historial de mensajes',
  AttachFiles: 'Adjuntar archivos',
  EmbedLinks: 'Insertar enlaces',
  SendMessages: 'Enviar mensajes',
  SendMessagesInThreads: 'Enviar mensajes en hilos',
};
