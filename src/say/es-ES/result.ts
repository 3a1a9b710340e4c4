import type { Catalogue } from '../say.ts';
import { someOf, spanish } from './formats.ts';

const PICTURES = { one: 'imagen', other: 'imágenes' };

const lapses = (when: string) => `Sin una decisión, se retirará para siempre ${when}.`;

export const result: Catalogue['result'] = {
  took: (time) => `Tardó ${time}`,
  tookOnGpu: (time, onGpu) => `Tardó ${time}, ${onGpu} en la GPU`,
  for: (who) => `para ${who}`,
  ignoredFlags: (flags) => `-# Ignorado: ${someOf(flags)}`,
  nearestFlags: (flags) => `-# Lo más parecido: ${someOf(flags)}`,
  fewer: (pictures, asked) =>
    `${spanish.number(pictures)} de ${spanish.amount(asked, PICTURES)}: el resto falló.`,
  smaller: 'Se muestra más pequeña: la original era demasiado grande para Discord.',
  still: 'Se muestra fija: la animación era demasiado grande para Discord.',
  picture: 'Una imagen creada sin prompt',
  notTaken: [
    'Discord no aceptó la imagen.',
    'El operador aún puede recuperarla un tiempo: dale el ID de abajo.',
  ],
  gone: ['La imagen ya no está guardada.', 'Puedes recrearla con la semilla que está en *Más*.'],
  promptRefused: 'El prompt no se muestra: Discord lo rechazó aquí.',
  off: (name) => `sin ${name}`,
  mayBeCharged: 'Puede que un intento anterior llegara al servicio de GPU y se cobrara.',
  cancelled: (who, time) => `La canceló ${who} después de ${time}.`,
  cancelledByService: (time) => [
    `La canceló el servicio de GPU después de ${time}.`,
    'Ejecuta el comando otra vez para crearla.',
  ],
  unnamedMember: 'un miembro',
  operator: 'el operador del bot',
  coveredByReport: '-# Denunciada: es un spoiler hasta que decida la moderación.',
  removed: 'La moderación de este servidor retiró esta imagen.',
  removedWith: 'La moderación retiró el origen de esta imagen, y esta con él.',
  consentTakenBack:
    'Alguien que sale en el origen de esta imagen retiró su permiso, así que se ha retirado.',
  hiddenWith:
    'El origen de esta imagen se denunció, así que esta queda oculta hasta que decida la moderación.',
  hidden: 'Está oculta hasta que decida la moderación de este servidor.',
  hiddenWithoutChannel: (when) => [
    'Está oculta. Este servidor aún no tiene canal de denuncias: quien gestione el servidor puede elegirlo con `/moderation channel`.',
    lapses(when),
  ],
  lapses,
  onlyYou:
    'Solo tú ves esto. Pasados 13 minutos te la enviaré por mensaje directo, así que deja los tuyos abiertos.',
  onlyYouForLong:
    'Solo tú ves esto. Seguramente tarde más de 13 minutos, así que te la enviaré por mensaje directo. Deja los tuyos abiertos.',
  goesOnDirect: (link) => `Sigue en un mensaje directo: ${link}`,
  cannotComeDirect:
    'Tardó demasiado para un mensaje privado y no puedo escribirte por mensaje directo, así que lo cancelé.',
  askedFor: (who) => `Para ${who}.`,
  endReply: {
    ready: (who, pictures) =>
      pictures === 1
        ? `${who} Tu imagen está lista.`
        : `${who} Tus ${spanish.amount(pictures, PICTURES)} están listas.`,
    failed: (who) => `${who} Tu imagen falló: el mensaje dice por qué.`,
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
  pictures === 1 ? 'su imagen' : `sus ${spanish.number(pictures)} imágenes`;

export const panel: Catalogue['panel'] = {
  which: '¿Qué imagen?',
  older: 'Ese botón es de una versión anterior del bot. En *Más* está lo que puedes hacer ahora.',
  otherVersion: 'Ese botón es de otra versión del bot. Esto es lo que puedes hacer ahora:',
  picture: (picture) => `Imagen ${spanish.number(picture)}`,
  head: (job) => `Tarea ${job}: ¿qué quieres hacer?`,
  headOf: (job, picture, count) =>
    `Tarea ${job}, imagen ${spanish.number(picture)} de ${spanish.number(count)}: ¿qué quieres hacer?`,
  step: 'Hacer otra cosa con ella',
  optionsPage: (page) => `Más opciones (${spanish.number(page)})`,
  buttons: {
    details: 'Detalles',
    start: 'Como inicio',
    original: 'Archivo',
    save: 'Guardar',
    options: 'Opciones',
    delete: 'Eliminar',
    deleteNow: 'Eliminar para siempre',
    keep: 'Conservarla',
    report: 'Denunciar',
  },
  deleteQuestion: (pictures) => [
    `¿Eliminar ${pictures === 1 ? 'esta imagen' : `las ${spanish.number(pictures)} imágenes de esta tarea`} y todos sus datos?`,
    'El mensaje también se elimina. Las imágenes que otros hicieron a partir de ella permanecen.',
  ],
  removeQuestion: (pictures) => [
    `¿Retirar ${pictures === 1 ? 'esta imagen' : `las ${spanish.number(pictures)} imágenes de esta tarea`} en nombre de la moderación de este servidor?`,
    'Es definitivo, y también desaparece todo lo hecho a partir de ellas.',
  ],
  deleted: 'Eliminado.',
  removed: 'Retirado.',
  saved: (link) => `Enviado a tus mensajes directos: ${link}`,
  originalHead: (job) => `Original de la tarea ${job}:`,
  savedHead: (link) => `Lo guardaste de ${link}`,
  details: {
    copy: (pictures, isDirect) =>
      `Envía esto${isDirect ? ' en un servidor' : ''}${pictures === 0 ? '' : ` adjuntando ${its(pictures)}`} para crearla de nuevo:`,
    inFile: (pictures) =>
      `Es demasiado largo para mostrarlo aquí. El archivo adjunto tiene el comando para crearla de nuevo${pictures === 0 ? '' : `, adjuntando ${its(pictures)}`}.`,
    checkpoint: (name) => `Creada con \`${name}\``,
    default: 'tu valor predeterminado',
    preset: (name) => `preajuste ${name}`,
    written: (prompt) => `El prompt tal como se escribió:\n${prompt}`,
    emptied: (option) => `**${option}** vacío (no se puede mostrar en el comando)`,
    made: 'Hecho a partir de ella:',
    cost: (dollars) => `Costó ${spanish.money(dollars)}.`,
  },
};

export const fromMessage: Catalogue['fromMessage'] = {
  inspected: 'Un PNG de ComfyUI o de la interfaz web de AUTOMATIC1111',
  which: '¿Cuál de estas imágenes?',
  found:
    'Su archivo contiene estos ajustes. Envía el comando tal cual, o edítalo en un formulario:',
  left: (names) => `No disponible aquí, así que queda por defecto: ${names}.`,
  isCut: 'El prompt era demasiado largo, así que corté el final.',
  make: 'Crearla',
  useOwn: (you) =>
    `${you}, se usará tu imagen. Abre el formulario para describir lo que quieres crear.`,
  useOthers: (poster) =>
    `Abre el formulario para describir lo que quieres crear. Después pediré permiso aquí a ${poster}.`,
  form: 'Abrir el formulario',
  question: {
    face: (poster, asker, link) =>
      `${poster}, a ${asker} le gustaría crear una imagen con la cara de [la tuya](${link}).`,
    pictures: (poster, asker, link) =>
      `${poster}, a ${asker} le gustaría usar [tu imagen](${link}).`,
  },
  terms: [
    'Solo la descargo si aceptas, y la borro en cuanto se ha usado. Puedes retirarlo con `/privacy`.',
    'La pregunta se cierra en una hora.',
  ],
  no: 'No',
  showPrompt: 'Ver el prompt',
  from: (link) => `Creada a partir de [esta imagen](${link})`,
};
