import type { Catalogue } from '../say.ts';
import { someOf, spanish } from './formats.ts';

const PICTURES = { one: 'imagen', other: 'imágenes' };

const lapses = (when: string) => `Si nadie decide, se retirará para siempre ${when}.`;

export const result: Catalogue['result'] = {
  took: (time) => `Tardó ${time}`,
  tookOnGpu: (time, onGpu) => `Tardó ${time}, ${onGpu} en la GPU`,
  for: (who) => `para ${who}`,
  ignoredFlags: (flags) => `-# Sin efecto aquí: ${someOf(flags)}`,
  nearestFlags: (flags) => `-# Lo más parecido disponible: ${someOf(flags)}`,
  fewer: (pictures, asked) =>
    `${spanish.number(pictures)} de ${spanish.amount(asked, PICTURES)}: el resto falló.`,
  smaller: 'Se muestra más pequeña: la original era demasiado grande para Discord.',
  still: 'Se muestra como imagen fija: la animación era demasiado grande para Discord.',
  picture: 'Una imagen creada sin prompt',
  notTaken: [
    'Discord no aceptó la imagen.',
    'El responsable del bot aún puede recuperarla durante un tiempo: dale el ID de abajo.',
  ],
  gone: ['La imagen ya no está guardada.', 'Puedes recrearla con la semilla que verás en *Más*.'],
  promptRefused: 'El prompt no se muestra: Discord lo rechazó aquí.',
  off: (name) => `sin ${name}`,
  mayBeCharged:
    'Puede que un intento anterior llegara de todos modos al servicio de GPU y se haya cobrado.',
  cancelled: (who, time) => `Cancelada por ${who} tras ${time}.`,
  cancelledByService: (time) => [
    `Cancelada por el servicio de GPU tras ${time}.`,
    'Usa el comando otra vez para crearla.',
  ],
  unnamedMember: 'un miembro',
  operator: 'el responsable del bot',
  coveredByReport: '-# Denunciada: es un spoiler hasta que haya una decisión.',
  removed: 'La moderación de este servidor retiró esta imagen.',
  removedWith: 'La imagen de la que salió esta fue retirada, y esta con ella.',
  consentTakenBack:
    'Una persona que aparece en la imagen de la que salió esta retiró su consentimiento, así que esta se ha eliminado.',
  hiddenWith:
    'La imagen de la que salió esta fue denunciada, así que esta queda oculta hasta que haya una decisión.',
  hidden: 'Está oculta hasta que decida la moderación de este servidor.',
  hiddenWithoutChannel: (when) => [
    'Está oculta. Este servidor aún no tiene un canal de denuncias: quien gestione el servidor puede elegirlo con `/moderation channel`.',
    lapses(when),
  ],
  lapses,
  outside: {
    removed: 'El responsable del bot retiró esta imagen.',
    hidden: 'Está oculta hasta que decida el responsable del bot.',
    hiddenForGood: (when) => [
      'Está oculta. El responsable del bot no recibe denuncias de fuera de los servidores.',
      lapses(when),
    ],
  },
  staysUntilDismissed: 'Su mensaje sigue ahí hasta que lo descartes: ya no puedo cambiarlo.',
  onlyYou:
    'Solo tú puedes ver esto. Pasados 13 minutos te la enviaré por mensaje directo, así que mantén abiertos tus mensajes directos.',
  onlyYouForLong:
    'Solo tú puedes ver esto. Es probable que tarde más de 13 minutos, así que te la enviaré por mensaje directo. Mantén abiertos tus mensajes directos.',
  goesOnDirect: (link) => `Continúa en un mensaje directo: ${link}`,
  cannotComeDirect:
    'Tardó demasiado para un mensaje privado y no puedo enviarte mensajes directos, así que la cancelé.',
  askedFor: (who) => `Para ${who}.`,
  endReply: {
    ready: (who, pictures) =>
      pictures === 1
        ? `${who} Tu imagen está lista.`
        : `${who} Tus ${spanish.amount(pictures, PICTURES)} están listas.`,
    failed: (who) => `${who} Tu imagen ha fallado: el mensaje explica por qué.`,
  },
  from: {
    again: (what) => `Creada de nuevo a partir de ${what}`,
    vary: (what) => `Una variación de ${what}`,
    upscale: (what) => `Una versión ampliada de ${what}`,
    edit: (what) => `Modificada a partir de ${what}`,
    other: (what) => `Creada a partir de ${what}`,
  },
  that: (link) => `[esa imagen](${link})`,
  thatOf: (link, picture) => `[la imagen ${spanish.number(picture)}](${link})`,
  anotherPicture: 'otra imagen',
  buttons: {
    cancel: 'Cancelar',
    retry: 'Reintentar',
    again: 'Otra vez',
    vary: 'Variar',
    upscale: 'Ampliar',
    edit: 'Editar',
    more: 'Más',
    upscaleOne: (picture) => `A${picture}`,
    varyOne: (picture) => `V${picture}`,
  },
};

const its = (pictures: number) =>
  pictures === 1
    ? 'con su imagen adjunta'
    : `con sus ${spanish.number(pictures)} imágenes adjuntas`;

export const panel: Catalogue['panel'] = {
  which: '¿Qué imagen?',
  older: 'Ese botón es de una versión anterior del bot. En *Más* verás lo que puedes hacer ahora.',
  otherVersion: 'Ese botón es de otra versión del bot. Esto es lo que puedes hacer ahora:',
  picture: (picture) => `Imagen ${spanish.number(picture)}`,
  head: (job) => `Tarea ${job}: ¿qué quieres hacer?`,
  headOf: (job, picture, count) =>
    `Tarea ${job}, imagen ${spanish.number(picture)} de ${spanish.number(count)}: ¿qué quieres hacer?`,
  step: 'Hacer otra cosa con ella',
  optionsPage: (page) => `Más opciones (${spanish.number(page)})`,
  buttons: {
    details: 'Detalles',
    start: 'Como base',
    original: 'Archivo',
    save: 'Guardar',
    options: 'Opciones',
    delete: 'Eliminar',
    deleteNow: 'Eliminar para siempre',
    keep: 'Conservar',
    report: 'Denunciar',
  },
  deleteQuestion: (pictures) => [
    `¿Eliminar ${pictures === 1 ? 'esta imagen' : `las ${spanish.number(pictures)} imágenes de esta tarea`} y todos sus datos?`,
    `El mensaje también se elimina. Lo que otras personas hayan creado a partir de ${pictures === 1 ? 'ella' : 'ellas'} se conserva.`,
  ],
  removeQuestion: (pictures) => [
    `¿Retirar ${pictures === 1 ? 'esta imagen' : `las ${spanish.number(pictures)} imágenes de esta tarea`} en nombre de la moderación de este servidor?`,
    `Es definitivo, y también se retira todo lo creado a partir de ${pictures === 1 ? 'ella' : 'ellas'}.`,
  ],
  deleted: 'Eliminado.',
  removed: 'Retirado.',
  saved: (link) => `Enviada a tus mensajes directos: ${link}`,
  originalHead: (job) => `Original de la tarea ${job}:`,
  savedHead: (link) => `La guardaste desde ${link}`,
  details: {
    copy: (pictures, isDirect) =>
      `Envía esto${isDirect ? ' en un servidor' : ''}${pictures === 0 ? '' : ` ${its(pictures)}`} para crearla de nuevo:`,
    inFile: (pictures) =>
      `Es demasiado largo para mostrarlo aquí. El archivo adjunto tiene el comando para crearla de nuevo${pictures === 0 ? '' : `; envíalo ${its(pictures)}`}.`,
    checkpoint: (name) => `Creada con \`${name}\``,
    default: 'tu valor predeterminado',
    preset: (name) => `del preset ${name}`,
    written: (prompt) => `El prompt tal como se escribió:\n${prompt}`,
    emptied: (option) => `**${option}** en blanco (no se puede mostrar en el comando)`,
    made: 'Creado a partir de ella:',
    cost: (dollars) => `Costó ${spanish.money(dollars)}.`,
  },
};

export const fromMessage: Catalogue['fromMessage'] = {
  inspected: 'Un PNG de ComfyUI o de la interfaz web de AUTOMATIC1111',
  which: '¿Cuál de estas imágenes?',
  found:
    'Estos ajustes están en su archivo. Envía el comando tal cual, o edítalo en un formulario:',
  left: (names) =>
    `No disponible aquí, así que se queda en su valor predeterminado: ${spanish.series(names)}.`,
  isCut: 'El prompt era demasiado largo, así que recorté el final.',
  make: 'Crearla',
  useOwn: (you) =>
    `${you}, aquí se usará tu imagen. Abre el formulario y describe lo que quieres crear.`,
  useOthers: (poster) =>
    `Abre el formulario y describe lo que quieres crear. Después pediré permiso aquí a ${poster}.`,
  form: 'Abrir formulario',
  question: {
    face: (poster, asker, link) =>
      `${poster}, ${asker} quiere crear una imagen con la cara de [la tuya](${link}).`,
    pictures: (poster, asker, link) => `${poster}, ${asker} quiere usar [tu imagen](${link}).`,
  },
  terms: [
    'Solo la descargo si aceptas, y la borro en cuanto se ha usado. Con `/privacy` puedes retirar tu consentimiento.',
    'La pregunta se cierra en una hora.',
  ],
  no: 'No',
  showPrompt: 'Ver prompt',
  from: (link) => `Creada a partir de [esta imagen](${link})`,
};
