import type { Catalogue } from '../say.ts';
import { someOf, spanish } from './formats.ts';

const { money } = spanish;

const PICTURES = { one: 'imagen', other: 'imágenes' };
const LEFT = { one: 'queda', other: 'quedan' };

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
    most === 0 ? 'ninguna imagen' : `hasta ${spanish.number(most)} píxeles por lado`,
  count: (most) =>
    most === 0 ? 'ninguna imagen' : `hasta ${spanish.amount(most, PICTURES)} por solicitud`,
  commands: (names) => (names.length === 0 ? 'ningún comando' : `solo ${someOf(names)}`),
  channels: (where) => (where.length === 0 ? 'en ningún canal' : `solo en ${someOf(where)}`),
  private: (isAllowed) => (isAllowed ? 'imágenes privadas' : 'sin imágenes privadas'),
  photos: (isAllowed) => (isAllowed ? 'imágenes subidas' : 'sin imágenes subidas'),
  paused: () => 'en pausa',
};

export const rules: Catalogue['rules'] = {
  description: 'Lo que pueden crear los miembros de este servidor',
  list: 'Todos los límites de este servidor',
  server: 'Limita el servidor entero, incluidos quienes lo gestionan',
  role: 'Limita a los miembros de un rol',
  roleToLimit: 'A qué miembros limitar; @everyone vale para los que no tienen otro límite',
  member: 'Limita a un miembro, permitan lo que permitan sus roles',
  memberToLimit: 'El miembro al que limitar',
  pause: 'Deja de aceptar solicitudes y retiene las que esperan',
  resume: 'Termina la pausa: las solicitudes en espera conservan su puesto',
  history: 'Quién cambió qué límite',
  export: 'Los límites de este servidor en un archivo, para editarlo e importarlo',
  import: 'Sustituye todos los límites de este servidor por los de un archivo',
  fileToImport: 'Un archivo de /limits export; nada cambia hasta que confirmes',
  quota: 'Lo que aún puedes crear hoy',

  title: 'Límites de este servidor',
  none: 'No hay más límites que los del bot.',
  howTheyApply:
    'Primero cuenta el límite propio de un miembro, después el más generoso de sus roles y después el de @everyone. Los límites del servidor valen para todos.',
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
    count: 'Imágenes por solicitud',
    longestSide: 'Lado más largo en píxeles',
    commands: 'Comandos',
    channels: 'Canales',
    private: 'Imágenes privadas',
    photos: 'Imágenes subidas',
    paused: 'Pausa',
  },
  choose: 'Poner o quitar un límite',
  open: 'Cambiar los límites de…',
  roleWith: (id) => `Rol ${id}`,
  memberWith: (id) => `Miembro ${id}`,
  formTitle: 'Poner un límite',
  takesMoney: (most) => `del 0 al ${spanish.number(most)}, como 0,50; en blanco: sin límite`,
  takesNumber: (most) => `del 0 al ${spanish.number(most)}; en blanco: sin límite`,
  takesCommands: 'nombres separados por comas; en blanco: sin límite; “none”: ningún comando',
  takesChannels: 'ID o menciones separados por comas; en blanco: sin límite; “none”: ningún canal',
  allowed: 'Se permiten',
  forbidden: 'No se permiten',
  back: 'Todos los límites',
  full: (most) => `Un servidor puede tener ${spanish.number(most)} límites. Quita uno antes.`,
  unreadable: (name, takes) => `Eso no vale para **${name}**: ${takes}. No se ha cambiado nada.`,
  historyTitle: 'Cambios en los límites',
  noHistory: 'Ninguno todavía.',
  changed: (when, by, difference) => `${when}, ${by}: ${difference}`,
  noLimit: 'sin límite',
  paused:
    'En pausa. Las solicitudes nuevas se rechazan, las que esperan se retienen y las imágenes en curso se terminan.',
  resumed: 'La pausa ha terminado. Las solicitudes en espera conservan su puesto.',

  exported: 'Los límites de este servidor. `/limits import` acepta el archivo, editado o no.',
  importTitle: '¿Sustituir los límites?',
  limitOf: (who, limit) => `${who}, ${limit}`,
  difference: (what, before, after) => `${what}: ${before} → ${after}`,
  listDifference: (what, { added, removed }) => {
    const parts = [
      ...(added.length > 0 ? [`ahora también ${spanish.list(added)}`] : []),
      ...(removed.length > 0 ? [`ya no ${spanish.list(removed)}`] : []),
    ];
    return `${what}: ${parts.join('; ')}`;
  },
  unchanged: 'El archivo tiene los mismos límites que este servidor. No hay nada que cambiar.',
  rolesUnknown: 'Discord no dijo qué roles tiene este servidor, así que no se han comprobado.',
  rolesNotHere: (roles) =>
    roles.length === 1
      ? `Este servidor no tiene el rol ${someOf(roles)}, así que sus límites no se aplicarían a nadie.`
      : `Este servidor no tiene estos roles, así que sus límites no se aplicarían a nadie: ${someOf(roles)}.`,
  commandsNotHere: (names) =>
    names.length === 1
      ? `Este bot no tiene el comando ${someOf(names)}.`
      : `Este bot no tiene estos comandos: ${someOf(names)}.`,
  replace: 'Sustituir los límites',
  cancel: 'Cancelar',
  replaced: 'Se han sustituido los límites.',
  changedSince: 'Los límites han cambiado entretanto: esto es lo que cambiaría ahora.',
  fileProblems: {
    no_json: 'Ese archivo no es JSON.',
    too_large: 'Ese archivo es demasiado grande para contener los límites de un servidor.',
    gone: 'Ese archivo ya no está. Impórtalo otra vez.',
    unreachable: 'Discord no entregó el archivo. Impórtalo otra vez dentro de un momento.',
    unreadable: (at) =>
      at === undefined
        ? 'Ese archivo no parece de `/limits export`, o tiene más de 100 límites.'
        : `El límite ${spanish.number(at)} de ese archivo no se entiende. Compáralo con uno exportado.`,
    twice: (at) => `El límite ${spanish.number(at)} de ese archivo repite uno anterior.`,
    noPrice: (at) =>
      `El límite ${spanish.number(at)} de ese archivo es de dinero, y el responsable del bot no ha puesto precio al tiempo de GPU.`,
    nothingChanged: (problem) => `${problem} No se ha cambiado nada.`,
  },

  quotaTitle: 'Lo que aún puedes crear aquí',
  refusedNow: 'Ahora mismo se rechazaría una solicitud:',
  unlimited: 'Este servidor no te pone ningún límite diario.',
  left: {
    picturesADay: (left, most) =>
      `${spanish.form(left, LEFT)} ${spanish.number(left)} de ${spanish.amount(most, PICTURES)}`,
    gpuSecondsADay: (left, most) => `quedan ${gpuTime(left)} de ${gpuTime(most)} de GPU`,
    moneyADay: (left, most) => `quedan ${money(left)} de ${money(most)}`,
  },
  yours: (left) => `**Para ti**: ${left}`,
  ofServer: (left) => `**Para todo el servidor**: ${left}`,
  moreFrom: (line, when) => `${line}, y habrá más ${when}`,
  alsoHere: (allowed) => `Además, aquí: ${allowed}.`,
  pausedNow: 'Quienes gestionan este servidor han pausado las imágenes.',
  day: 'Lo que creas cuenta durante 24 horas.',
  premiumAdds: (what) => `Premium añade ${what}.`,
  premiumPictures: (left) =>
    `Te ${spanish.form(left, { one: 'queda', other: 'quedan' })} ${spanish.amount(left, { one: 'imagen premium', other: 'imágenes premium' })} para cuando agotes las del día.`,
};

/** Parts of the errors about them. */
export const ruleErrors = {
  notAllowed: 'Este servidor no lo permite.',
  changed: 'Este servidor cambió sus límites mientras esperabas y ya no lo permite.',
  you: 'Tú',
  dayUsedUp: {
    nothing: {
      member: 'Aquí no puedes crear imágenes.',
      server: 'En este servidor no se pueden crear imágenes.',
    },
    pictures: (whose: 'member' | 'server', most: string, left: string) =>
      `${whose === 'server' ? 'En este servidor se pueden' : 'Aquí puedes'} crear ${most} al día, y ${left === '1' ? LEFT.one : LEFT.other} ${left}.`,
    money: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'En este servidor se pueden' : 'Aquí puedes'} gastar ${money(most)} al día, y quedan ${money(left)}.`,
    gpuTime: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'En este servidor se pueden' : 'Aquí puedes'} usar ${gpuTime(most)} de GPU al día, y quedan ${gpuTime(left)}.`,
  },
};
