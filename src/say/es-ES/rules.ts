import type { Catalogue } from '../say.ts';
import { someOf, spanish } from './formats.ts';

const { money } = spanish;

const PICTURES = { one: 'imagen', other: 'imágenes' };

/** `1 h 40 min`, `45 s` */
function gpuTime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const parts = [
    ...(hours > 0 ? [`${spanish.number(hours)} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(seconds % 60 > 0 || seconds === 0 ? [`${seconds % 60} s`] : []),
  ];
  return parts.join(' ');
}

const allows: Catalogue['rules']['allows'] = {
  picturesADay: (most) =>
    most === 0 ? 'ninguna imagen' : `${spanish.amount(most, PICTURES)} al día`,
  picturesAtOnce: (most) =>
    most === 0 ? 'ninguna imagen' : `${spanish.amount(most, PICTURES)} a la vez`,
  gpuSecondsADay: (most) =>
    most === 0 ? 'nada de tiempo de GPU' : `${gpuTime(most)} de GPU al día`,
  moneyADay: (most) => (most === 0 ? 'ningún gasto' : `${money(most)} al día`),
  longestSide: (most) =>
    most === 0 ? 'ninguna imagen' : `hasta ${spanish.number(most)} píxeles de lado`,
  count: (most) =>
    most === 0 ? 'ninguna imagen' : `hasta ${spanish.amount(most, PICTURES)} por petición`,
  commands: (names) => (names.length === 0 ? 'ningún comando' : `solo ${someOf(names)}`),
  channels: (where) => (where.length === 0 ? 'en ningún canal' : `solo en ${someOf(where)}`),
  private: (isAllowed) => (isAllowed ? 'imágenes privadas' : 'sin imágenes privadas'),
  photos: (isAllowed) => (isAllowed ? 'imágenes enviadas' : 'sin imágenes enviadas'),
  paused: () => 'en pausa',
};

export const rules: Catalogue['rules'] = {
  description: 'Lo que los miembros de este servidor pueden crear',
  list: 'Todos los límites de este servidor',
  server: 'Limita el servidor entero, también a quienes lo gestionan',
  role: 'Limita a los miembros de un rol',
  roleToLimit: 'El rol que limitar; @everyone vale para quien no tiene otro límite',
  member: 'Limita a un miembro, permitan lo que permitan sus roles',
  memberToLimit: 'El miembro que limitar',
  pause: 'Deja de admitir peticiones y retiene las que esperan',
  resume: 'Termina la pausa: las peticiones en espera conservan su turno',
  history: 'Quién cambió qué límite',
  export: 'Los límites de este servidor en un archivo, para editar e importar',
  import: 'Sustituye todos los límites de este servidor por los de un archivo',
  fileToImport: 'Un archivo de /limits export; nada cambia hasta que lo confirmes',
  quota: 'Lo que aún puedes crear hoy',

  title: 'Límites de este servidor',
  none: 'Ningún límite aparte de los del bot.',
  howTheyApply:
    'Primero cuenta el límite propio de un miembro, luego el más generoso de sus roles, luego el de @everyone. Los límites del servidor valen para todos.',
  of: (who) => `**${who}**`,
  thisServer: 'Este servidor',
  erased: 'un miembro borrado',
  allows,
  sentence: (who, what) => `${who}: ${what}`,
  names: {
    picturesADay: 'Imágenes al día',
    picturesAtOnce: 'Imágenes a la vez',
    gpuSecondsADay: 'Segundos de GPU al día',
    moneyADay: 'Dólares estadounidenses al día',
    count: 'Imágenes por petición',
    longestSide: 'Lado más largo en píxeles',
    commands: 'Comandos',
    channels: 'Canales',
    private: 'Imágenes privadas',
    photos: 'Imágenes enviadas',
    paused: 'Pausa',
  },
  choose: 'Poner o quitar un límite',
  open: 'Cambiar los límites de…',
  roleWith: (id) => `Rol ${id}`,
  memberWith: (id) => `Miembro ${id}`,
  formTitle: 'Poner un límite',
  takesMoney: (most) => `de 0 a ${spanish.number(most)}, como 0.50; vacío: sin límite`,
  takesNumber: (most) => `de 0 a ${spanish.number(most)}; vacío: sin límite`,
  takesCommands: 'nombres separados por comas; vacío: sin límite; «none»: ningún comando',
  takesChannels: 'ID o menciones, separados por comas; vacío: sin límite; «none»: ningún canal',
  allowed: 'Permitido',
  forbidden: 'No permitido',
  back: 'Todos los límites',
  full: (most) => `Un servidor puede tener ${spanish.number(most)} límites. Quita uno antes.`,
  unreadable: (name, takes) => `Eso no vale para **${name}**: ${takes}. No ha cambiado nada.`,
  historyTitle: 'Cambios de límites',
  noHistory: 'Ninguno todavía.',
  changed: (when, by, difference) => `${when}, ${by}: ${difference}`,
  noLimit: 'sin límite',
  paused:
    'En pausa. Las peticiones nuevas se rechazan, las que esperan se retienen y las imágenes en curso terminan.',
  resumed: 'Reanudado. Las peticiones en espera conservan su turno.',

  exported: 'Los límites de este servidor. `/limits import` acepta el archivo, editado o no.',
  importTitle: '¿Sustituir los límites?',
  difference: (what, before, after) => `${what}: ${before} → ${after}`,
  listDifference: (what, { added, removed }) => {
    const parts = [
      ...(added.length > 0 ? [`también ${spanish.list(added)}`] : []),
      ...(removed.length > 0 ? [`ya no ${spanish.list(removed)}`] : []),
    ];
    return `${what}: ${parts.join('; ')}`;
  },
  unchanged: 'El archivo tiene los mismos límites que este servidor. No hay nada que cambiar.',
  rolesUnknown: 'Discord no ha dicho qué roles tiene este servidor, así que no se han comprobado.',
  rolesNotHere: (roles) =>
    roles.length === 1
      ? `Este servidor no tiene el rol ${someOf(roles)}, así que sus límites no valdrían para nadie.`
      : `Este servidor no tiene estos roles, así que sus límites no valdrían para nadie: ${someOf(roles)}.`,
  commandsNotHere: (names) =>
    `Este bot no tiene ${names.length === 1 ? 'el comando' : 'estos comandos:'} ${someOf(names)}.`,
  replace: 'Sustituir los límites',
  cancel: 'Cancelar',
  replaced: 'Los límites se han sustituido.',
  changedSince: 'Los límites cambiaron entretanto: esto es lo que cambiaría ahora.',
  fileProblems: {
    no_json: 'Ese archivo no es JSON.',
    too_large: 'Ese archivo es demasiado grande para ser el de los límites de un servidor.',
    gone: 'Ese archivo ya no está. Impórtalo otra vez.',
    unreachable: 'Discord no entregó el archivo. Impórtalo otra vez dentro de un momento.',
    unreadable: (at) =>
      at === undefined
        ? 'Ese archivo no parece de `/limits export`, o tiene más de 100 límites.'
        : `El límite ${spanish.number(at)} de ese archivo no se puede leer. Compáralo con uno exportado.`,
    twice: (at) => `El límite ${spanish.number(at)} de ese archivo repite otro anterior.`,
    nothingChanged: (problem) => `${problem} No ha cambiado nada.`,
  },

  quotaTitle: 'Lo que aún puedes crear aquí',
  unlimited: 'Este servidor no te pone ningún límite diario.',
  left: {
    picturesADay: (left, most) =>
      `quedan ${spanish.number(left)} de ${spanish.amount(most, PICTURES)}`,
    gpuSecondsADay: (left, most) => `quedan ${gpuTime(left)} de ${gpuTime(most)} de GPU`,
    moneyADay: (left, most) => `quedan ${money(left)} de ${money(most)}`,
  },
  yours: (left) => `**Tú**: ${left}`,
  ofServer: (left) => `**Todo el servidor**: ${left}`,
  moreFrom: (line, when) => `${line}, más ${when}`,
  alsoHere: (allowed) => `Aquí también: ${allowed}.`,
  pausedNow: 'Quienes gestionan este servidor han pausado las imágenes.',
  day: 'Lo que creas cuenta durante 24 horas.',
  premiumAdds: (what) => `Premium añade ${what}.`,
  premiumPictures: (left) =>
    `Tienes ${spanish.amount(left, { one: 'imagen prémium', other: 'imágenes prémium' })} para cuando gastes las del día.`,
};

export const ruleErrors = {
  notAllowed: 'Este servidor no lo permite.',
  changed: 'Este servidor cambió sus límites mientras esperabas, y ya no lo permite.',
  you: 'Tú',
  dayUsedUp: {
    nothing: {
      member: 'No puedes crear imágenes aquí.',
      server: 'Este servidor no puede crear imágenes.',
    },
    pictures: (whose: 'member' | 'server', most: string, left: string) =>
      `${whose === 'server' ? 'Este servidor puede' : 'Aquí puedes'} crear ${most} al día, y quedan ${left}.`,
    money: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'Este servidor puede' : 'Aquí puedes'} gastar ${money(most)} al día, y quedan ${money(left)}.`,
    gpuTime: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'Este servidor puede' : 'Aquí puedes'} usar ${gpuTime(most)} de GPU al día, y quedan ${gpuTime(left)}.`,
  },
};
