import type { Fact, Facts } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { optionNames } from './commands.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { fact } from './formats.ts';
import { ruleErrors, rules } from './rules.ts';

const MINUTES = { one: 'minuto', other: 'minutos' };
const PICTURES = { one: 'imagen', other: 'imágenes' };
const REQUESTS = { one: 'solicitud', other: 'solicitudes' };
const PRESETS = { one: 'preset', other: 'presets' };

/** Earlier versions stored the words themselves. */
function problemIn(facts: Facts): string {
  const problem = fact.text(facts.problem);
  const known = Object.entries(problems).find(([code]) => code === problem);
  return known ? known[1](facts) : problem;
}

/** `Este servidor: hasta 4 imágenes por solicitud.` Nothing for a limit that this version does not know. */
function ruleIn({ limit, whose, role, value }: Facts): readonly string[] {
  const words = { server: rules.thisServer, everyone: '@everyone', member: ruleErrors.you };
  const who = role === undefined ? fact.code(whose, words) : `<@&${fact.text(role)}>`;
  const [, allows] = Object.entries(rules.allows).find(([name]) => name === limit) ?? [];
  const said = (allows as ((value: unknown) => string) | undefined)?.(ruledValue(limit, value));
  return said === undefined ? [] : [`${rules.sentence(who, said)}.`];
}

/** A switch is off, or it would forbid nothing. */
function ruledValue(limit: Fact, value: Fact): unknown {
  if (typeof value !== 'object') return value ?? false;
  return value.map((one) => (limit === 'channels' ? `<#${one}>` : `\`/${one}\``));
}

function dayUsedUp({ limit, whose: by, most, left }: Facts): string {
  const whose = by === 'server' ? 'server' : 'member';
  const { nothing, pictures, gpuTime, money } = ruleErrors.dayUsedUp;
  if (most === 0) return nothing[whose];
  if (limit === 'moneyADay') return money(whose, Number(most), Number(left));
  if (limit === 'gpuSecondsADay') return gpuTime(whose, Number(most), Number(left));
  return pictures(whose, fact.amount(most, PICTURES), fact.number(left));
}

const LOGGED = 'Está anotado en el registro para el responsable del bot.';
const USE_ANOTHER = 'Usa otra imagen.';

export const errors: Catalogue['errors'] = {
  bad_option: {
    what: (facts) => `\`${fact.code(facts.option, optionNames)}\` ${problemIn(facts)}.`,
    next: 'Cámbialo y usa el comando otra vez.',
  },
  not_a_picture: {
    what: 'Ese archivo no es una imagen que pueda leer.',
    next: 'Envía un JPEG, PNG o WebP de hasta 10 MiB.',
  },
  no_picture_there: {
    what: 'Ese mensaje no tiene ninguna imagen que pueda usar.',
    next: 'Elige uno que tenga adjunto un JPEG, PNG o WebP.',
  },
  no_settings: {
    what: 'El archivo de esa imagen no lleva ajustes.',
    next: 'Los PNG de ComfyUI y de la interfaz web de AUTOMATIC1111 los llevan, salvo que una app los haya quitado.',
  },
  made_here: {
    what: 'Esa imagen la creé yo.',
    next: 'Usa los botones que tiene debajo: *Como base* está en *Más*.',
  },
  nobody_to_ask: {
    what: 'Eso lo publicó un bot o un webhook, así que no hay a quién preguntar.',
    next: 'Si puedes usar la imagen, adjúntala a un comando.',
  },
  asked_before: {
    what: 'Ya preguntaste por esa imagen, y quien la publicó dijo que no.',
    next: 'Elige otra imagen.',
  },
  asked_lately: {
    what: 'A quien publicó esa imagen se le preguntó hace poco, y cada pregunta le manda una mención.',
    next: ({ at }) => `Podrás preguntarle ${fact.time(at)}.`,
  },
  not_askable: {
    what: 'Quien publicó esa imagen ha desactivado estas preguntas.',
    next: 'Elige otra imagen.',
  },
  open_from_menu: {
    what: 'Ese mensaje es demasiado antiguo: no dice de quién es la imagen.',
    next: 'Abre el menú del mensaje de la imagen y elige el comando otra vez.',
  },
  poster_blocked: {
    what: 'Quien publicó esa imagen tiene un bloqueo aquí, así que no puedo preguntarle.',
    next: 'Elige otra imagen.',
  },
  poster_silent: {
    what: 'Quien publicó esa imagen no dio su permiso en una hora.',
    next: 'Habla antes con esa persona e inténtalo otra vez.',
  },
  picture_too_large: {
    what: 'Esa imagen ocupa más de 10 MiB.',
    next: 'Envía un JPEG, PNG o WebP más pequeño.',
  },
  picture_too_many_pixels: {
    what: 'Esa imagen tiene más de 24 millones de píxeles.',
    next: 'Redúcela y envíala otra vez.',
  },
  picture_too_small: {
    what: 'Después de escalarla, esa imagen mide menos de 16 píxeles de ancho o de alto.',
    next: 'Envía una más grande o menos estrecha.',
  },
  picture_moves: {
    what: 'Ese archivo es una animación o contiene varias imágenes.',
    next: 'Envía un JPEG, PNG o WebP con una sola imagen fija.',
  },
  pictures_too_large: {
    what: 'Estas imágenes suman más de los 7 MB que acepta el servicio de GPU.',
    next: 'Envía otras más pequeñas, y sin transparencia si no la necesitas.',
  },
  photo_gone: {
    what: 'Discord ya no tiene esa imagen.',
    next: 'Adjúntala otra vez y vuelve a usar el comando.',
  },
  photo_needed_again: {
    what: 'No conservo las imágenes que envías, así que las necesito de nuevo.',
    next: 'Usa el comando otra vez con el mismo prompt y adjunta de nuevo todas las imágenes.',
  },
  not_your_photo: {
    what: ({ who }) =>
      `Esto se creó a partir de una foto, así que solo puede continuarlo ${fact.person(who)}.`,
    next: 'Usa otra imagen, o adjunta una tuya al comando.',
  },
  not_your_picture: {
    what: ({ who }) => `Solo ${fact.person(who)} o la moderación pueden eliminar esta imagen.`,
    next: 'Pídeselo, o denúnciala.',
  },
  original_too_large: {
    what: 'El original es demasiado grande para Discord aquí.',
    next: 'Guarda la versión más pequeña desde su mensaje.',
  },
  original_gone: {
    what: 'El original ya no está guardado.',
    next: 'Aún puedes guardar la imagen desde su mensaje.',
  },
  messages_off: {
    what: 'No puedo enviarte mensajes directos.',
    next: 'Permite los mensajes directos de los miembros de este servidor y púlsalo otra vez.',
  },
  private_person: {
    what: 'Las imágenes en las que pueda aparecer una persona no pueden ser privadas.',
    next: 'Desactiva `privada`, en la opción o en `/settings`.',
  },
  private_age_restricted: {
    what: 'Esa imagen es de un canal con restricción de edad, así que no se puede usar en privado.',
    next: 'Desactiva `privada`, en la opción o en `/settings`.',
  },
  source_withheld: {
    what: 'Esa imagen se ocultó o se retiró, así que no se puede usar.',
    next: USE_ANOTHER,
  },
  consent_withdrawn: {
    what: 'Una persona que aparece en la imagen de partida retiró su consentimiento, así que no se puede usar.',
    next: USE_ANOTHER,
  },
  source_age_restricted: {
    what: 'Esa imagen es de un canal con restricción de edad, así que solo se puede usar en uno de ellos.',
    next: 'Úsala en un canal con restricción de edad.',
  },
  source_gone: {
    what: 'Esa imagen ya no está, ni en mi almacenamiento ni en su mensaje.',
    next: 'Recréala con la misma semilla y continúa a partir de ella.',
  },
  photo_refused: {
    what: 'Solo acepto imágenes subidas a Discord.',
    next: 'Adjunta la imagen al comando.',
  },
  too_many_actions: {
    what: 'Vas demasiado rápido.',
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  export_too_soon: {
    what: 'Ya exportaste tus datos en la última hora.',
    next: ({ at }) => `Podrás exportarlos otra vez ${fact.time(at)}.`,
  },
  export_under_way: {
    what: 'Ya se está preparando tu exportación.',
    next: 'Te la enviaré en cuanto esté lista.',
  },
  not_your_job: {
    what: ({ who }) => `Solo ${fact.person(who)} o la moderación pueden cancelar esta tarea.`,
    next: 'Pídeselo.',
  },
  not_your_request: {
    what: ({ who }) => `Solo ${fact.person(who)} puede hacer eso.`,
    next: 'Usa tú el comando para crear tu propia imagen.',
  },
  already_over: {
    what: ({ state }) => `Demasiado tarde: la tarea ya figura como ${fact.code(state, states)}.`,
    next: 'Su mensaje muestra cómo acabó.',
  },
  already_confirmed: {
    what: 'Ya lo has confirmado.',
    next: 'Su mensaje en este canal muestra el progreso.',
  },
  already_tried_again: {
    what: 'Ya se reintentó.',
    next: ({ link, job }) =>
      `Consulta ${link === undefined ? `la tarea ${fact.text(job)}` : fact.text(link)}.`,
  },
  not_failed: {
    what: 'Solo se pueden reintentar las tareas fallidas.',
    next: 'Usa el comando otra vez para crear otra imagen.',
  },
  consent_lapsed: {
    what: 'Esa pregunta se cerró a los diez minutos.',
    next: 'Usa el comando otra vez y confirma a tiempo.',
  },
  prompt_minor: {
    what: 'No puedo crear esta imagen.',
    next: 'Prueba con otro prompt.',
  },
  prompt_face: {
    what: ({ term }) =>
      `No creo imágenes sexuales, de desnudos ni insinuantes de personas reales, ni pongo la cara de una persona en el cuerpo de otra. Tu prompt lo pide (“${fact.text(term)}”).`,
    next: 'Cambia el prompt o quita la imagen.',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `En este canal no se permiten imágenes explícitas, y tu prompt pide una (“${fact.text(term)}”).`,
    next: 'Cambia el prompt o usa un canal con restricción de edad.',
  },
  prompt_unreadable: {
    what: 'No puedo leer este prompt: mezcla demasiados caracteres especiales y maneras de escribir.',
    next: 'Usa texto normal, con menos caracteres especiales.',
  },
  paused: {
    what: 'Ahora mismo no puedes crear imágenes.',
    next: ({ at }) =>
      `Podrás volver a crearlas ${fact.time(at)}. Si crees que es un error, escribe al responsable de este bot.`,
  },
  not_paused: {
    what: 'Ya puedes volver a crear imágenes.',
    next: 'No hay ninguna pausa que recurrir.',
  },
  already_appealed: {
    what: 'Ya has escrito al responsable de este bot.',
    next: 'Espera su respuesta, o a que termine la pausa.',
  },
  no_appeals: {
    what: 'Desde aquí no se puede escribir al responsable de este bot.',
    next: 'Escríbele directamente, o inténtalo más tarde.',
  },
  blocked: {
    what: 'La moderación de este servidor te ha bloqueado: no puedes crear ni denunciar imágenes.',
    next: 'Habla con la moderación.',
  },
  moderators_only: {
    what: 'Solo pueden hacerlo quienes gestionan este servidor o tienen su rol de moderación.',
    next: 'Pídeselo.',
  },
  server_managers_only: {
    what: 'Solo pueden hacerlo quienes gestionan este servidor.',
    next: 'Pídeselo.',
  },
  operators_only: {
    what: 'Solo puede hacerlo el responsable de este bot.',
    next: 'Es la persona propietaria de su aplicación en Discord, o alguien de su equipo.',
  },
  already_reported: {
    what: 'Ya has denunciado esta imagen.',
    next: 'Con una denuncia basta.',
  },
  too_many_reports: {
    what: ({ count }) => `Has llegado al límite de denuncias por hora (${fact.number(count)}).`,
    next: ({ at }) =>
      `Podrás denunciar otra vez ${fact.time(at)}. Si no puede esperar, avisa a la moderación.`,
  },
  not_reportable: {
    what: 'Ese mensaje no tiene ninguna de mis imágenes.',
    next: 'Úsalo en un mensaje que tenga una.',
  },
  already_decided: {
    what: 'Esto ya está decidido.',
    next: 'El mensaje muestra la decisión.',
  },
  own_picture: {
    what: 'Esta imagen es tuya.',
    next: 'Deja que decida otra persona de la moderación, o retírala.',
  },
  picture_not_here: {
    what: 'La imagen ya no está guardada.',
    next: 'Puede que su mensaje aún la muestre.',
  },
  unknown_person: {
    what: 'Ya no sé quién era.',
    next: 'Si sabes su nombre, usa /moderation block.',
  },
  not_yours: {
    what: 'Ese comando lo usó otra persona.',
    next: 'Úsalo tú.',
  },
  unknown_job: {
    what: 'Ya no tengo esa tarea.',
    next: 'Usa el comando otra vez para crear una imagen nueva.',
  },
  no_such_job: {
    what: 'Ninguna tarea coincide, o no puedes consultarla.',
    next: 'Elige una de las sugerencias mientras escribes.',
  },
  servers_only: {
    what: 'Solo funciono en servidores.',
    next: 'Úsame en un canal de un servidor.',
  },
  outside_person: {
    what: 'Las imágenes en las que pueda aparecer una persona solo las creo en servidores donde estoy.',
    next: 'Úsame en un servidor que me haya añadido.',
  },
  outside_without_dm: {
    what: 'Si esto tarda más de 13 minutos, tendría que enviártelo por mensaje directo, y Discord no me deja abrir uno contigo.',
    next: 'Inténtalo otra vez dentro de unos minutos o úsame en un servidor que me haya añadido.',
  },
  unknown_action: {
    what: 'No conozco ese comando o botón.',
    next: 'Recarga Discord e inténtalo otra vez.',
  },
  too_many_waiting: {
    what: ({ count }) => `Ya tienes ${fact.amount(count, REQUESTS)} en espera.`,
    next: 'Espera a que empiece una, o cancela una.',
  },
  too_many_an_hour: {
    what: ({ count }) =>
      `Puedes crear ${fact.amount(count, PICTURES)} por hora, y con esto te pasarías.`,
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `Este servidor puede crear ${fact.amount(count, PICTURES)} por hora, y con esto se pasaría.`,
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  command_forbidden: {
    what: ({ command }) => `Este servidor no te deja usar \`${fact.text(command)}\` aquí.`,
    next: 'Prueba en otro canal, o pregunta a quien gestione el servidor: se configura en Ajustes del servidor > Integraciones.',
  },
  server_paused: {
    what: 'Quienes gestionan este servidor han pausado las imágenes.',
    next: 'Inténtalo otra vez cuando las reanuden.',
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(' '),
    next: 'Cambia tu solicitud, o habla con quien gestione el servidor.',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(' '),
    next: 'Cambia tu solicitud, o habla con quien gestione el servidor.',
  },
  day_used_up: {
    what: (facts) => dayUsedUp(facts),
    next: ({ left, at, whose }) => {
      const rather =
        Number(left) > 0 || whose === 'outside'
          ? 'Pide menos'
          : 'Pide más a quien gestione el servidor';
      return at === undefined ? `${rather}.` : `${rather}, o inténtalo otra vez ${fact.time(at)}.`;
    },
  },
  draining: {
    what: 'Estoy a punto de reiniciarme, así que no acepto solicitudes nuevas.',
    next: 'Tus solicitudes anteriores terminarán. Inténtalo otra vez dentro de unos minutos.',
  },
  kept_out: {
    what: 'El responsable de este bot te ha bloqueado.',
    next: 'Aún puedes usar /privacy, /jobs y *Cancelar* en las tareas en curso.',
  },
  server_kept_out: {
    what: 'El responsable de este bot ha bloqueado este servidor.',
    next: 'Aún puedes usar /privacy, /jobs y *Cancelar* en las tareas en curso.',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `${owner === undefined ? 'Mi responsable' : `**${fact.text(owner)}**`} solo me ofrece en otros servidores.`,
    next: 'Pídele que permita este servidor, o expúlsame de él.',
  },
  adult_workflow: {
    what: 'Este comando solo funciona en canales con restricción de edad.',
    next: 'Úsalo en uno.',
  },
  preset_unknown: {
    what: 'No tienes ningún preset con ese nombre, y este servidor tampoco.',
    next: 'Consulta `/preset list`.',
  },
  preset_of_another: {
    what: 'Ese preset es para otro comando.',
    next: 'Úsalo allí, o quítalo.',
  },
  preset_unfit: {
    what: (facts) =>
      `Ese preset no encaja en este comando: \`${fact.code(facts.option, optionNames)}\` ${problemIn(facts)}.`,
    next: 'Quítalo, o guárdalo de nuevo con `/preset save`.',
  },
  presets_full: {
    what: ({ count }) => `Has llegado al límite de ${fact.amount(count, PRESETS)}.`,
    next: 'Elimina uno con `/preset delete`.',
  },
  workflow_changed: {
    what: 'Este comando ha cambiado y ya no admite las opciones de esta solicitud.',
    next: 'Úsalo otra vez con sus opciones actuales.',
  },
  workflow_gone: {
    what: 'El comando de esta solicitud ya no existe.',
    next: 'Prueba con otro comando.',
  },
  faces_off: {
    what: 'Este bot no acepta imágenes en las que pueda aparecer una persona.',
    next: 'Quita la imagen, o pregunta al responsable del bot.',
  },
  ordinary_channels_off: {
    what: 'Este bot solo crea imágenes en canales con restricción de edad.',
    next: 'Úsalo en uno, o pide a su responsable que configure un checkpoint para todos los públicos.',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `No puedo publicar imágenes en este canal: me falta ${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}.`,
    next: 'Pide a la administración del servidor que lo permita.',
  },
  key_refused: {
    what: 'El servicio de GPU rechazó la clave del bot.',
    next: `${LOGGED} Inténtalo más tarde.`,
  },
  endpoint_unknown: {
    what: 'El servicio de GPU no reconoce el endpoint del bot.',
    next: `${LOGGED} Inténtalo más tarde.`,
  },
  request_refused: {
    what: 'El servicio de GPU rechazó esta solicitud.',
    next: `${LOGGED} Con otros ajustes quizá funcione.`,
  },
  storage_failed: {
    what: 'La imagen se creó, pero no se pudo guardar.',
    next: `${LOGGED} Inténtalo más tarde.`,
  },
  storage_unwell: {
    what: 'Ahora mismo no puedo guardar imágenes, así que no acepto solicitudes.',
    next: 'El responsable del bot ya tiene el aviso. Inténtalo otra vez dentro de unos minutos.',
  },
  log_unwritable: {
    what: 'Ahora mismo no puedo usar mi base de datos, así que no lo he hecho.',
    next: `${LOGGED} Inténtalo otra vez dentro de unos minutos.`,
  },
  outcome_unknown: {
    what: 'Perdí la conexión con mi base de datos mientras lo guardaba, así que aún no sé si se guardó.',
    next: 'Si se guardó, seguirá por sí solo. Si en unos minutos no ves nada, inténtalo otra vez.',
  },
  other_version: {
    what: 'Esta solicitud es de otra versión del bot.',
    next: 'Usa el comando otra vez.',
  },
  unexpected: {
    what: 'Algo ha fallado por mi parte.',
    next: `${LOGGED} Inténtalo otra vez.`,
  },
  discord_refuses: {
    what: 'Discord ha rechazado demasiadas de mis llamadas, así que he pausado algunas.',
    next: 'Inténtalo otra vez dentro de diez minutos.',
  },
  discord_busy: {
    what: 'Discord no acepta eso ahora mismo.',
    next: 'Inténtalo otra vez dentro de unos minutos.',
  },
  photo_unreachable: {
    what: 'No pude descargar esa imagen de Discord.',
    next: 'Inténtalo otra vez dentro de un minuto.',
  },
  service_busy: {
    what: 'El servicio de GPU estaba demasiado ocupado para aceptar esta tarea.',
    next: 'Inténtalo otra vez dentro de unos minutos.',
  },
  service_unreachable: {
    what: 'No consigo conectar con el servicio de GPU.',
    next: 'Inténtalo otra vez dentro de unos minutos.',
  },
  submission_lost: {
    what: 'Las respuestas del servicio de GPU se perdieron, así que puede que haya cobrado esto.',
    next: 'Inténtalo otra vez dentro de unos minutos.',
  },
  result_lost: {
    what: 'El servicio de GPU ya no tiene esta tarea, así que su imagen se ha perdido.',
    next: 'Inténtalo otra vez.',
  },
  result_unreadable: {
    what: 'No pude leer la respuesta del servicio de GPU, así que la imagen se ha perdido.',
    next: `${LOGGED} Con una imagen más pequeña quizá funcione.`,
  },
  no_gpu_in_time: {
    what: ({ minutes }) => `Ninguna GPU aceptó esta tarea en ${fact.amount(minutes, MINUTES)}.`,
    next: 'Inténtalo otra vez cuando haya menos actividad. Si no sirve, avisa al responsable del bot.',
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `La cola era demasiado larga: a esta imagen no le llegó el turno en ${fact.amount(minutes, MINUTES)}.`,
    next: 'Inténtalo otra vez cuando haya menos actividad.',
  },
  gpu_time_spent: {
    what: 'Este bot ha agotado su tiempo de GPU de hoy.',
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  server_gpu_time_spent: {
    what: 'Este servidor ha agotado su tiempo de GPU de hoy.',
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  server_gpu_time_promised: {
    what: 'Las imágenes en curso necesitan el resto del tiempo de GPU de este servidor para hoy.',
    next: 'Inténtalo otra vez cuando hayan terminado algunas.',
  },
  money_spent: {
    what: 'Este bot ha gastado su presupuesto diario para imágenes como esta.',
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  money_promised: {
    what: 'Las imágenes en curso necesitan el resto del presupuesto diario para imágenes como esta.',
    next: 'Inténtalo otra vez cuando hayan terminado algunas.',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `La imagen no estuvo lista en ${fact.amount(minutes, MINUTES)}, así que detuve la tarea.`,
    next: 'Inténtalo otra vez, con menos pasos si puedes.',
  },
  service_gave_up: {
    what: 'El servicio de GPU abandonó esta tarea: ningún worker la aceptó a tiempo, o su worker desapareció.',
    next: 'Inténtalo otra vez.',
  },
  pictures_elsewhere: {
    what: 'El worker guardó la imagen en un bucket que no puedo leer.',
    next: 'Está anotado en el registro para el responsable del bot, que tiene que arreglarlo.',
  },
  pictures_unreachable: {
    what: 'La imagen se creó, pero no puedo acceder al bucket en el que está.',
    next: 'Inténtalo otra vez.',
  },
  no_face: {
    what: 'El worker no encontró ninguna cara en esa foto.',
    next: 'Envía una con una sola cara, de frente y bien iluminada.',
  },
  model_missing: {
    what: 'Falta un archivo de modelo en el worker de GPU.',
    next: 'Está anotado en el registro para el responsable del bot, que tiene que arreglarlo.',
  },
  graph_refused: {
    what: 'ComfyUI rechazó esta solicitud en el worker de GPU.',
    next: `${LOGGED} Con otros ajustes quizá funcione.`,
  },
  out_of_memory: {
    what: 'La GPU se quedó sin memoria.',
    next: 'Inténtalo otra vez, o con una imagen más pequeña.',
  },
  no_pictures: {
    what: 'El worker terminó sin ninguna imagen.',
    next: 'Inténtalo otra vez. Si sigue pasando, avisa al responsable del bot.',
  },
  answer_too_large: {
    what: 'El resultado no llegó; puede que fuera demasiado grande para el servicio de GPU.',
    next: 'Prueba con menos imágenes o más pequeñas. Si sigue pasando, avisa al responsable del bot.',
  },
  result_too_many_pixels: {
    what: 'El resultado supera los 16.384 píxeles por lado o los 100 megapíxeles.',
    next: 'Prueba con un tamaño o un factor menor.',
  },
  worker_timed_out: {
    what: 'La imagen superó el límite de tiempo del worker.',
    next: 'Inténtalo otra vez con menos pasos.',
  },
  worker_died: {
    what: 'La GPU falló con esta imagen.',
    next: 'Inténtalo otra vez.',
  },
  worker_disk: {
    what: 'El worker de GPU no pudo guardar la imagen: su disco está lleno o falla.',
    next: 'Inténtalo otra vez: quizá te toque otro worker. Si sigue pasando, avisa al responsable del bot.',
  },
  node_failed: {
    what: 'Un paso de esta imagen falló en el worker de GPU.',
    next: `${LOGGED} Con otros ajustes quizá funcione.`,
  },
  worker_unknown: {
    what: 'El worker de GPU informó de un error desconocido.',
    next: `${LOGGED} Inténtalo otra vez.`,
  },
};
