import type { Catalogue } from '../say.ts';
import { fact, spanish } from './formats.ts';

export const problems: Catalogue['problems'] = {
  missing: () => 'falta',
  unknown_option: () => 'no es una opción de este comando',
  number: ({ min, max }) => `debe ser un número de ${fact.text(min)} a ${fact.text(max)}`,
  whole_number: ({ min, max }) =>
    `debe ser un número entero de ${fact.text(min)} a ${fact.text(max)}`,
  length: ({ min, max }) =>
    min === 0
      ? `debe tener como máximo ${fact.number(max)} caracteres`
      : `debe tener de ${fact.number(min)} a ${fact.number(max)} caracteres`,
  yes_or_no: () => 'debe ser sí o no',
  choice: ({ choices }) =>
    `debe ser una de estas opciones: ${typeof choices === 'object' ? spanish.series(choices) : fact.text(choices)}`,
  no_such_file: () =>
    'debe ser un archivo que esté en el worker de GPU: elige una de las sugerencias al escribir',
  files_unknown: () =>
    'aún no se puede usar: sabré qué archivos tiene el worker de GPU cuando haya funcionado una vez',
  no_file: () => 'debe ser un archivo',
  no_text_channel: () => 'debe ser un canal de texto de este servidor',
  role_of_everybody: () => 'no puede ser @everyone',
  unguided_face: ({ min }) =>
    `debe ser al menos ${fact.number(min)} con una foto: por debajo, el prompt de seguridad no hace efecto`,
  unguided: ({ min }) =>
    `debe ser al menos ${fact.number(min)} en este canal: por debajo, el prompt de seguridad no hace efecto`,
};

export const states: Catalogue['states'] = {
  awaiting_consent: 'a la espera de consentimiento',
  accepted: 'aceptada',
  preparing: 'en preparación',
  ready: 'lista',
  submitting: 'en envío',
  queued: 'en cola',
  running: 'en curso',
  completed: 'terminada',
  failed: 'fallida',
  cancelled: 'cancelada',
  expired: 'caducada',
  gone: 'desaparecida',
};

export const permissionNames: Catalogue['permissionNames'] = {
  ViewChannel: 'Ver canal',
  ReadMessageHistory: 'Leer el historial de mensajes',
  AttachFiles: 'Adjuntar archivos',
  EmbedLinks: 'Insertar enlaces',
  SendMessages: 'Enviar mensajes',
  SendMessagesInThreads: 'Enviar mensajes en hilos',
};
