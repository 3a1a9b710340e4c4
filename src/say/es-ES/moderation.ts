import type { Catalogue } from '../say.ts';
import { someOf, spanish } from './formats.ts';

export const moderation: Catalogue['moderation'] = {
  description: 'Denuncias de imágenes, moderación y bloqueos en este servidor',
  channel: 'Envía las denuncias de imágenes a un canal',
  channelForReports: 'Un canal que solo vea la moderación',
  role: 'Elige un rol de moderación; en blanco, solo para quienes gestionan el servidor',
  roleOfModerators: 'Sus miembros pueden ver y decidir denuncias, y bloquear a otros miembros',
  spoilers: 'Publica como spoiler todas las imágenes de este servidor',
  spoilersOn: 'Activado: todas las imágenes. Desactivado: lo que elija cada miembro',
  language: 'Elige el idioma de los mensajes que ve todo el servidor',
  languageOfServer: 'En blanco: el idioma que el servidor tiene en sus ajustes de Discord',
  private: 'Muestra y retira imágenes privadas creadas en este servidor',
  blocks: 'Los miembros bloqueados aquí',
  block: 'Impide que un miembro cree y denuncie imágenes aquí',
  personToBlock: 'El miembro al que bloquear',
  unblock: 'Desbloquea a un miembro',
  personToUnblock: 'El miembro al que desbloquear',

  managersOnly: 'Ahora solo quienes gestionan este servidor pueden decidir denuncias.',
  roleChosen: (role) => [
    `Ahora deciden las denuncias ${role} y quienes gestionan este servidor.`,
    'Para que el rol también pueda usar `/moderation`, permítelo en Ajustes del servidor > Integraciones.',
  ],
  channelChosen: (where) => `Las denuncias llegan ahora a ${where}.`,
  cannotPost: (where, permissions) =>
    `No puedo publicar en ${where}. Dame allí ${spanish.list(permissions.map((one) => `**${one}**`))} y elígelo otra vez.`,
  greeting:
    'Las denuncias de imágenes se publicarán en este canal, con botones para decidir sobre ellas.',
  privateTitle: 'Imágenes privadas en este servidor',
  noPrivate: 'No hay imágenes privadas guardadas.',
  choosePrivate: 'Retirar una imagen',
  removePrivate: (job) => [
    `¿Retirar la imagen privada de la tarea ${job}?`,
    'Es definitivo, y también se retira todo lo creado a partir de ella. Si aún puedo editar el mensaje de quien la pidió, dirá que la moderación la retiró.',
  ],
  privateButtons: { remove: 'Retirar para siempre', back: 'Volver' },
  covered: 'Las imágenes nuevas de este servidor se publican ahora como spoiler.',
  uncovered: 'Ahora cada miembro elige si sus imágenes son spoiler.',
  languageChosen: (language) =>
    `Los mensajes que ve todo el servidor están ahora en este idioma: ${language}.`,
  languageOfDiscord: (language) =>
    `Los mensajes que ve todo el servidor siguen ahora sus ajustes de Discord: ${language}.`,
  blocked: (who) => `${who} ya no puede crear ni denunciar imágenes aquí.`,
  blockedFromReport: (who) =>
    `${spanish.list(who)} ya no ${who.length === 1 ? 'puede' : 'pueden'} crear ni denunciar imágenes aquí. Para deshacerlo, usa \`/moderation unblock\`.`,
  alreadyBlocked: (who) => `${who} ya tenía un bloqueo.`,
  unblocked: (who) => `${who} puede volver a crear y denunciar imágenes.`,
  notBlocked: (who) => `${who} no tiene ningún bloqueo.`,
  nobodyBlocked: 'Aquí no hay ningún miembro bloqueado.',
  noReportChannel: [
    'Se han denunciado imágenes en este servidor, pero no hay ningún canal de denuncias en el que pueda publicar.',
    'Elige con `/moderation channel` uno que solo vea la moderación. Las denuncias se publicarán allí.',
  ],
};

export const reports: Catalogue['reports'] = {
  ask: '¿Qué problema tiene esta imagen? La moderación del servidor verá que la denunciaste; quien la pidió, no.',
  thanksFor: {
    hide: 'Gracias. La imagen queda oculta hasta que decida la moderación del servidor.',
    cover: 'Gracias. La imagen queda como spoiler hasta que decida la moderación del servidor.',
    none: 'Gracias. La moderación del servidor la revisará.',
  },
  noReportChannel: (job) => [
    'Este servidor aún no tiene un canal de denuncias, así que avisaré a la próxima persona de la moderación que me use aquí.',
    `Si no puede esperar, avisa a la moderación o a la persona propietaria del servidor, y menciona la tarea ${job}.`,
  ],
  outside: {
    ask: '¿Qué problema tiene esta imagen? El responsable del bot verá que la denunciaste.',
    thanksFor: {
      hide: 'Gracias. La imagen queda oculta hasta que decida el responsable del bot.',
      cover: 'Gracias. La imagen queda como spoiler hasta que decida el responsable del bot.',
      none: 'Gracias. El responsable del bot la revisará.',
    },
    unread: {
      ask: '¿Qué problema tiene esta imagen? El responsable del bot no recibe denuncias de fuera de los servidores, pero algunos motivos la ocultan.',
      thanksFor: {
        hide: 'Gracias. La imagen queda oculta.',
        cover: 'Gracias. La imagen queda como spoiler.',
        none: 'Gracias. Para quitar la imagen, elimínala con *Más*, *Eliminar*.',
      },
    },
  },
  reasons: {
    shows_me: {
      label: 'Aparezco yo',
      says: 'muestra a quien la denuncia',
      hidden: 'Un miembro denunció que aparece en esta imagen.',
    },
    sexual: {
      label: 'Contenido sexual',
      says: 'tiene contenido sexual',
      hidden: 'Esta imagen se denunció por contenido sexual.',
    },
    minor: {
      label: 'Un menor de edad',
      says: 'muestra a un menor de forma inapropiada',
      hidden: 'Esta imagen se denunció por mostrar a un menor.',
    },
    hateful: {
      label: 'Incitación al odio',
      says: 'incita al odio',
      hidden: 'Esta imagen se denunció por incitar al odio.',
    },
    other: {
      label: 'Otro motivo',
      says: 'no debería estar aquí',
      hidden: 'Esta imagen fue denunciada.',
    },
  },

  title: 'Imagen denunciada',
  // A member without a name is never the first word, so `unnamedMember` is in lower case.
  reported: (who, when, says) =>
    who.length === 1
      ? `Denunciada ${when} por ${someOf(who)}: **${says}**.`
      : `Denunciada por ${someOf(who)}, la primera vez ${when}: **${says}**.`,
  madeFor: (who, where) => `Creada para ${who}: ${where}`,
  promptRefused: 'Discord rechazó su prompt.',
  nothingLeft: 'La imagen ya no está guardada.',
  hidden: 'Está oculta hasta que decida la moderación.',
  covered: 'Es un spoiler hasta que decida la moderación.',
  shown: 'Sigue visible.',
  erased: (when) => `Quien la pidió la borró ${when}.`,
  followed: (when) => `**Retirada** ${when}, junto con la imagen de la que salió.`,
  removed: (who, when) => `**Retirada** por ${who} ${when}.`,
  kept: (who, when) => `**Conservada** por ${who} ${when}.`,
  unnamedMember: 'un miembro',
  look: (job) => `La imagen denunciada de la tarea ${job}.`,
  askToBlock: (who) =>
    `¿Impedir que estos miembros creen y denuncien imágenes aquí? ${spanish.list(who)}`,
  buttons: {
    remove: 'Retirar para siempre',
    showAgain: 'Volver a mostrar',
    keep: 'Conservar',
    look: 'Ver',
    blockRequester: 'Bloquear a quien la pidió',
    blockReporter: 'Bloquear a quien la denunció',
    blockReporters: 'Bloquear a quienes la denunciaron',
    blockAll: 'Bloquear a todos',
  },
};

export const pause: Catalogue['pause'] = {
  appeal: 'Escribir al responsable',
  formTitle: 'Escribir al responsable del bot',
  label: 'Tu mensaje (opcional)',
  about: 'El responsable del bot recibe tu nombre, cuándo acaba la pausa y lo que escribas aquí.',
  sent: 'Enviado. El responsable del bot puede terminar la pausa antes de tiempo.',
};
