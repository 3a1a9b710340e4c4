import type { Catalogue } from '../say.ts';
import { someOf, spanish } from './formats.ts';

export const moderation: Catalogue['moderation'] = {
  description: 'Denuncias de imágenes, moderación y bloqueos en este servidor',
  channel: 'Envía las denuncias de imágenes a un canal',
  channelForReports: 'Un canal que solo ve la moderación',
  role: 'Elige un rol de moderación; vacío: solo quienes gestionan el servidor',
  roleOfModerators: 'Sus miembros ven y deciden las denuncias, y bloquean a miembros',
  spoilers: 'Publica todas las imágenes de este servidor como spoiler',
  spoilersOn: 'Sí: todas las imágenes. No: cada miembro decide',
  language: 'Elige el idioma de los mensajes que todo el mundo ve aquí',
  languageOfServer: 'Vacío: el idioma de los ajustes del servidor en Discord',
  private: 'Muestra y retira las imágenes privadas creadas en este servidor',
  blocks: 'Los miembros bloqueados aquí',
  block: 'Impide que un miembro cree y denuncie imágenes aquí',
  personToBlock: 'El miembro que bloquear',
  unblock: 'Desbloquea a un miembro',
  personToUnblock: 'El miembro que desbloquear',

  managersOnly: 'Ahora solo deciden las denuncias quienes gestionan este servidor.',
  roleChosen: (role) => [
    `Ahora deciden las denuncias ${role} y quienes gestionan este servidor.`,
    'Para dar también `/moderation` a ese rol, permítelo en Ajustes del servidor > Integraciones.',
  ],
  channelChosen: (where) => `Las denuncias llegan ahora a ${where}.`,
  cannotPost: (where, permissions) =>
    `No puedo escribir en ${where}. Dame allí ${spanish.list(permissions.map((one) => `**${one}**`))} y vuelve a elegirlo.`,
  greeting: 'Las denuncias de imágenes llegarán a este canal, con botones para decidirlas.',
  privateTitle: 'Imágenes privadas de este servidor',
  noPrivate: 'No hay imágenes privadas guardadas.',
  choosePrivate: 'Retirar una imagen',
  removePrivate: (job) => [
    `¿Retirar la imagen privada de la tarea ${job}?`,
    'Es definitivo, y también desaparece todo lo hecho a partir de ella. Si aún puedo editar el mensaje de quien la pidió, dirá que la moderación la retiró.',
  ],
  privateButtons: { remove: 'Retirar para siempre', back: 'Volver' },
  covered: 'Las imágenes nuevas de este servidor se publican ahora como spoiler.',
  uncovered: 'Ahora cada miembro decide si sus imágenes son spoiler.',
  languageChosen: (language) =>
    `Los mensajes que todo el mundo ve en este servidor están ahora en este idioma: ${language}.`,
  languageOfDiscord: (language) =>
    `Los mensajes que todo el mundo ve en este servidor siguen ahora sus ajustes de Discord: ${language}.`,
  blocked: (who) => `${who} ya no puede crear ni denunciar imágenes aquí.`,
  blockedFromReport: (who) =>
    `Sin imágenes ni denuncias aquí para ${spanish.list(who)}. Para deshacerlo, usa \`/moderation unblock\`.`,
  alreadyBlocked: (who) => `${who} ya no podía crear imágenes aquí.`,
  unblocked: (who) => `${who} puede volver a crear y denunciar imágenes.`,
  notBlocked: (who) => `${who} no tiene ningún bloqueo aquí.`,
  nobodyBlocked: 'Aquí no hay nadie bloqueado.',
  noReportChannel: [
    'En este servidor se han denunciado imágenes, pero no hay un canal de denuncias en el que pueda escribir.',
    'Elige uno que solo vea la moderación, con `/moderation channel`. Las denuncias llegarán allí.',
  ],
};

export const reports: Catalogue['reports'] = {
  ask: '¿Qué problema hay con esta imagen? La moderación del servidor verá que la denuncia es tuya; quien la pidió, no.',
  thanksFor: {
    hide: 'Gracias. La imagen queda oculta hasta que decida la moderación del servidor.',
    cover: 'Gracias. La imagen es un spoiler hasta que decida la moderación del servidor.',
    none: 'Gracias. La moderación del servidor la revisará.',
  },
  noReportChannel: (job) => [
    'Este servidor aún no tiene canal de denuncias, así que avisaré a la próxima persona de la moderación que me use aquí.',
    `Si no puede esperar, díselo a la moderación o a quien sea dueño del servidor, y menciona la tarea ${job}.`,
  ],
  reasons: {
    shows_me: {
      label: 'Salgo yo',
      says: 'muestra a quien la denuncia',
      hidden: 'Un miembro ha denunciado que sale en esta imagen.',
    },
    sexual: {
      label: 'Sexo explícito',
      says: 'es sexual',
      hidden: 'Esta imagen se ha denunciado por ser sexual.',
    },
    minor: {
      label: 'Un menor',
      says: 'muestra a un menor de forma inapropiada',
      hidden: 'Esta imagen se ha denunciado por mostrar a un menor.',
    },
    hateful: {
      label: 'Odio',
      says: 'incita al odio',
      hidden: 'Esta imagen se ha denunciado por incitar al odio.',
    },
    other: {
      label: 'Otra cosa',
      says: 'no debería estar aquí',
      hidden: 'Esta imagen se ha denunciado.',
    },
  },

  title: 'Imagen denunciada',
  reported: (who, when, says) =>
    who.length === 1
      ? `${someOf(who)} denunció ${when} que esta imagen **${says}**.`
      : `${someOf(who)} denunciaron que esta imagen **${says}**, la primera vez ${when}.`,
  madeFor: (who, where) => `Creada para ${who}: ${where}`,
  promptRefused: 'Discord rechazó su prompt.',
  nothingLeft: 'La imagen ya no está guardada.',
  hidden: 'Está oculta hasta que decida la moderación.',
  covered: 'Es un spoiler hasta que decida la moderación.',
  shown: 'Sigue visible.',
  erased: (when) => `Quien la pidió la borró ${when}.`,
  followed: (when) => `**Retirada** ${when}, junto con su origen.`,
  removed: (who, when) => `**Retirada** por ${who} ${when}.`,
  kept: (who, when) => `**Conservada** por ${who} ${when}.`,
  unnamedMember: 'Un miembro',
  look: (job) => `La imagen denunciada de la tarea ${job}.`,
  askToBlock: (who) =>
    `¿Impedir que estos miembros creen y denuncien imágenes aquí? ${spanish.list(who)}`,
  buttons: {
    remove: 'Retirar para siempre',
    showAgain: 'Volver a mostrar',
    keep: 'Conservar',
    look: 'Ver',
    blockRequester: 'Bloquear a quien la pidió',
    blockReporter: 'Bloquear a quien denunció',
    blockReporters: 'Bloquear a quienes denunciaron',
    blockAll: 'Bloquear a todos',
  },
};

export const pause: Catalogue['pause'] = {
  appeal: 'Preguntar al operador',
  formTitle: 'Preguntar al operador',
  label: 'Tu mensaje (opcional)',
  about: 'El operador recibe tu nombre, cuándo acaba la pausa y lo que escribas aquí.',
  sent: 'Enviado. El operador puede acabar antes la pausa.',
};
