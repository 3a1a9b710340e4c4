import type { Fact, Facts } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { fact } from './formats.ts';
import { ruleErrors, rules } from './rules.ts';

const MINUTES = { one: 'minuto', other: 'minutos' };
const PICTURES = { one: 'imagen', other: 'imágenes' };
const REQUESTS = { one: 'petición', other: 'peticiones' };

/** Earlier versions stored the words themselves. */
function problemIn(facts: Facts): string {
  const problem = fact.text(facts.problem);
  const known = Object.entries(problems).find(([code]) => code === problem);
  return known ? known[1](facts) : problem;
}

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

export const errors: Catalogue['errors'] = {
  bad_option: {
    what: (facts) => `\`${fact.text(facts.option)}\` ${problemIn(facts)}.`,
    next: 'Corrígelo y ejecuta el comando otra vez.',
  },
  not_a_picture: {
    what: 'No puedo leer ese archivo como imagen.',
    next: 'Envía un JPEG, PNG o WebP de hasta 10 MiB.',
  },
  no_picture_there: {
    what: 'Ese mensaje no tiene ninguna imagen que pueda usar.',
    next: 'Elige uno con un JPEG, PNG o WebP adjunto.',
  },
  no_settings: {
    what: 'El archivo de esa imagen no contiene ajustes.',
    next: 'Los PNG de ComfyUI y de la interfaz web de AUTOMATIC1111 los tienen, salvo que una aplicación los quitara.',
  },
  made_here: {
    what: 'Esa imagen la creé yo.',
    next: 'Usa los botones que tiene debajo: *Como inicio* está en *Más*.',
  },
  nobody_to_ask: {
    what: 'La publicó un bot o un webhook, así que no hay a quién preguntar.',
    next: 'Si puedes usar la imagen, adjúntala a un comando.',
  },
  asked_before: {
    what: 'Ya preguntaste por esa imagen, y quien la publicó dijo que no.',
    next: 'Elige otra imagen.',
  },
  asked_lately: {
    what: 'A quien publicó esa imagen se le preguntó hace poco, y cada pregunta le llega como mención.',
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
    what: 'Quien publicó esa imagen no aceptó en una hora.',
    next: 'Háblalo antes y vuelve a intentarlo.',
  },
  picture_too_large: {
    what: 'Esa imagen pesa más de 10 MiB.',
    next: 'Envía un JPEG, PNG o WebP más ligero.',
  },
  picture_too_many_pixels: {
    what: 'Esa imagen tiene más de 24 millones de píxeles.',
    next: 'Redúcela y envíala otra vez.',
  },
  picture_too_small: {
    what: 'Una vez ajustada, esa imagen mide menos de 16 píxeles de ancho o de alto.',
    next: 'Envía una más grande o menos estrecha.',
  },
  picture_moves: {
    what: 'Ese archivo está animado o contiene varias imágenes.',
    next: 'Envía un JPEG, PNG o WebP fijo.',
  },
  pictures_too_large: {
    what: 'Juntas, estas imágenes superan los 7 MB que acepta el servicio de GPU.',
    next: 'Envía otras más ligeras, sin transparencia si no la necesitas.',
  },
  photo_gone: {
    what: 'Discord ya no tiene esa imagen.',
    next: 'Adjúntala otra vez y ejecuta el comando de nuevo.',
  },
  photo_needed_again: {
    what: 'No guardo las imágenes que envías, así que las necesito otra vez.',
    next: 'Ejecuta el comando con el mismo prompt y adjunta de nuevo todas las imágenes.',
  },
  not_your_photo: {
    what: ({ who }) =>
      `Esto salió de una foto, así que solo ${fact.person(who)} puede seguir a partir de ello.`,
    next: 'Usa otra imagen, o adjunta la tuya al comando.',
  },
  not_your_picture: {
    what: ({ who }) => `Solo ${fact.person(who)} o la moderación pueden eliminar esto.`,
    next: 'Pídeselo, o denuncia la imagen.',
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
    what: 'No puedo escribirte por mensaje directo.',
    next: 'Permite mensajes directos de los miembros de este servidor y vuelve a pulsar.',
  },
  private_person: {
    what: 'Las imágenes en las que puede salir alguien no pueden ser privadas.',
    next: 'Desactiva `private`, como opción o en `/settings`.',
  },
  private_age_restricted: {
    what: 'Esa imagen es de un canal con restricción de edad, así que no se puede usar en privado.',
    next: 'Desactiva `private`, como opción o en `/settings`.',
  },
  source_withheld: {
    what: 'Esa imagen se ocultó o se retiró, así que no se puede usar.',
    next: 'Usa otra imagen.',
  },
  consent_withdrawn: {
    what: 'Alguien que sale en la imagen de origen retiró su permiso, así que no se puede usar.',
    next: 'Usa otra imagen.',
  },
  source_age_restricted: {
    what: 'Esa imagen es de un canal con restricción de edad, así que solo se puede usar en uno así.',
    next: 'Úsala en un canal con restricción de edad.',
  },
  source_gone: {
    what: 'Esa imagen ya no está, ni guardada ni en su mensaje.',
    next: 'Créala de nuevo con la misma semilla y sigue desde ahí.',
  },
  photo_refused: {
    what: 'Solo acepto imágenes subidas a Discord.',
    next: 'Adjunta la imagen al comando.',
  },
  too_many_actions: {
    what: 'Vas demasiado deprisa.',
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  export_too_soon: {
    what: 'Exportaste tus datos hace menos de una hora.',
    next: ({ at }) => `Podrás exportarlos de nuevo ${fact.time(at)}.`,
  },
  export_under_way: {
    what: 'Tu exportación ya se está preparando.',
    next: 'La envío en cuanto esté lista.',
  },
  not_your_job: {
    what: ({ who }) => `Solo ${fact.person(who)} o la moderación pueden cancelar esto.`,
    next: 'Pídeselo.',
  },
  not_your_request: {
    what: ({ who }) => `Solo ${fact.person(who)} puede hacer eso.`,
    next: 'Ejecuta tú el comando para crear tu propia imagen.',
  },
  already_over: {
    what: ({ state }) => `Demasiado tarde: esta tarea ya está ${fact.code(state, states)}.`,
    next: 'Su mensaje muestra cómo acabó.',
  },
  already_confirmed: {
    what: 'Ya lo confirmaste.',
    next: 'Su mensaje en este canal muestra el progreso.',
  },
  already_tried_again: {
    what: 'Esto ya se reintentó.',
    next: ({ link, job }) =>
      `Mira ${link === undefined ? `la tarea ${fact.text(job)}` : fact.text(link)}.`,
  },
  not_failed: {
    what: 'Solo se pueden reintentar las tareas fallidas.',
    next: 'Ejecuta el comando otra vez para otra imagen.',
  },
  consent_lapsed: {
    what: 'Esa pregunta se cerró a los diez minutos.',
    next: 'Ejecuta el comando otra vez y confirma a tiempo.',
  },
  prompt_minor: {
    what: 'No puedo crear esta imagen.',
    next: 'Prueba con otro prompt.',
  },
  prompt_face: {
    what: ({ term }) =>
      `No creo imágenes sexuales, desnudas ni sugerentes de personas reales, ni pongo la cara de alguien en el cuerpo de otra persona. Tu prompt lo pide (“${fact.text(term)}”).`,
    next: 'Cambia el prompt, o deja la imagen fuera.',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `En este canal no se permiten imágenes explícitas, y tu prompt pide una (“${fact.text(term)}”).`,
    next: 'Cambia el prompt, o usa un canal con restricción de edad.',
  },
  prompt_unreadable: {
    what: 'No puedo leer este prompt: mezcla demasiados caracteres especiales y grafías.',
    next: 'Escribe texto normal, con menos caracteres especiales.',
  },
  paused: {
    what: 'Ahora mismo no puedes crear imágenes.',
    next: ({ at }) =>
      `Podrás crear imágenes de nuevo ${fact.time(at)}. Si crees que es un error, pregunta al operador de este bot.`,
  },
  not_paused: {
    what: 'Ya puedes crear imágenes otra vez.',
    next: 'No hay ninguna pausa que recurrir.',
  },
  already_appealed: {
    what: 'Ya escribiste al operador de este bot.',
    next: 'Espera su respuesta, o el final de la pausa.',
  },
  no_appeals: {
    what: 'Desde aquí no se puede contactar con el operador de este bot.',
    next: 'Escríbele directamente, o inténtalo más tarde.',
  },
  blocked: {
    what: 'La moderación de este servidor te impide crear y denunciar imágenes.',
    next: 'Háblalo con ella.',
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
    what: 'Solo el operador de este bot puede hacerlo.',
    next: 'Es quien posee su aplicación en Discord, o un miembro del equipo que la posee.',
  },
  already_reported: {
    what: 'Ya denunciaste esta imagen.',
    next: 'Con una denuncia basta.',
  },
  too_many_reports: {
    what: ({ count }) => `Has llegado al límite de denuncias por hora (${fact.number(count)}).`,
    next: ({ at }) =>
      `Podrás denunciar de nuevo ${fact.time(at)}. Si no puede esperar, díselo a la moderación.`,
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
    what: 'Es tu propia imagen.',
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
    what: 'Ese comando lo ejecutó otra persona.',
    next: 'Ejecútalo tú.',
  },
  unknown_job: {
    what: 'Ya no tengo esa tarea.',
    next: 'Ejecuta el comando otra vez para una imagen nueva.',
  },
  no_such_job: {
    what: 'Ninguna tarea coincide, o no puedes consultarla.',
    next: 'Elige una de las sugerencias al escribir.',
  },
  servers_only: {
    what: 'Solo funciono en servidores.',
    next: 'Úsame en el canal de un servidor.',
  },
  outside_person: {
    what: 'Las imágenes en las que puede salir alguien solo las hago en servidores donde estoy.',
    next: 'Úsame en un servidor que me haya añadido.',
  },
  outside_without_dm: {
    what: 'Si esto tarda más de 13 minutos, tengo que enviártelo por mensaje directo, y Discord no me deja abrir uno contigo.',
    next: 'Inténtalo de nuevo dentro de unos minutos o úsame en un servidor que me haya añadido.',
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
    next: 'Prueba en otro canal, o habla con quien gestione el servidor: se decide en Ajustes del servidor, Integraciones.',
  },
  server_paused: {
    what: 'Quienes gestionan este servidor han pausado las imágenes.',
    next: 'Inténtalo cuando las reanuden.',
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(' '),
    next: 'Cambia tu petición, o habla con quien gestione el servidor.',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(' '),
    next: 'Cambia tu petición, o habla con quien gestione el servidor.',
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
    what: 'Estoy a punto de reiniciarme, así que no admito peticiones nuevas.',
    next: 'Las que ya hiciste terminarán. Inténtalo dentro de unos minutos.',
  },
  kept_out: {
    what: 'El operador de este bot te ha bloqueado.',
    next: 'Aún puedes usar /privacy, /jobs, y *Cancelar* en las tareas en curso.',
  },
  server_kept_out: {
    what: 'El operador de este bot ha bloqueado este servidor.',
    next: 'Aún puedes usar /privacy, /jobs, y *Cancelar* en las tareas en curso.',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `${owner === undefined ? 'Mi operador' : `**${fact.text(owner)}**`} solo me tiene para otros servidores.`,
    next: 'Pídele que permita este servidor, o quítame de él.',
  },
  adult_workflow: {
    what: 'Este comando solo funciona en canales con restricción de edad.',
    next: 'Úsalo en uno.',
  },
  preset_unknown: {
    what: 'No hay ningún preajuste con ese nombre, ni tuyo ni de este servidor.',
    next: 'Mira `/preset list`.',
  },
  preset_of_another: {
    what: 'Ese preajuste es para otro comando.',
    next: 'Úsalo allí, o no lo uses.',
  },
  preset_unfit: {
    what: (facts) =>
      `Ese preajuste no encaja en este comando: \`${fact.text(facts.option)}\` ${problemIn(facts)}.`,
    next: 'No lo uses, o guárdalo de nuevo con `/preset save`.',
  },
  presets_full: {
    what: ({ count }) => `Has llegado al límite de ${fact.number(count)} preajustes.`,
    next: 'Elimina uno con `/preset delete`.',
  },
  workflow_changed: {
    what: 'Este comando ha cambiado y ya no admite las opciones de esta petición.',
    next: 'Ejecútalo otra vez con sus opciones actuales.',
  },
  workflow_gone: {
    what: 'El comando de esta petición ya no existe.',
    next: 'Prueba con otro comando.',
  },
  faces_off: {
    what: 'Este bot no acepta imágenes en las que pueda salir alguien.',
    next: 'Deja la imagen fuera, o pregunta al operador.',
  },
  ordinary_channels_off: {
    what: 'Este bot solo crea imágenes en canales con restricción de edad.',
    next: 'Úsalo en uno, o pide a su operador un checkpoint para todos los públicos.',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `No puedo publicar imágenes en este canal: me falta ${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}.`,
    next: 'Pide a un administrador del servidor que lo permita.',
  },
  key_refused: {
    what: 'El servicio de GPU ha rechazado la clave del bot.',
    next: 'Lo he anotado para el operador. Inténtalo más tarde.',
  },
  endpoint_unknown: {
    what: 'El servicio de GPU no reconoce el endpoint del bot.',
    next: 'Lo he anotado para el operador. Inténtalo más tarde.',
  },
  request_refused: {
    what: 'El servicio de GPU ha rechazado esta petición.',
    next: 'Lo he anotado para el operador. Quizá funcione con otros ajustes.',
  },
  storage_failed: {
    what: 'La imagen se creó, pero no se pudo guardar.',
    next: 'Lo he anotado para el operador. Inténtalo más tarde.',
  },
  storage_unwell: {
    what: 'Ahora no puedo guardar imágenes, así que no admito peticiones.',
    next: 'El operador está avisado. Inténtalo dentro de unos minutos.',
  },
  log_unwritable: {
    what: 'Ahora no puedo usar mi base de datos, así que no lo he hecho.',
    next: 'Lo he anotado para el operador. Inténtalo dentro de unos minutos.',
  },
  outcome_unknown: {
    what: 'Perdí mi base de datos mientras lo guardaba, así que aún no sé si quedó guardado.',
    next: 'Si quedó, sigue solo. Si no ves nada en unos minutos, inténtalo otra vez.',
  },
  other_version: {
    what: 'Esta petición es de otra versión del bot.',
    next: 'Ejecuta el comando otra vez.',
  },
  unexpected: {
    what: 'Algo ha fallado por mi parte.',
    next: 'Lo he anotado para el operador. Inténtalo otra vez.',
  },
  discord_refuses: {
    what: 'Discord ha rechazado demasiadas de mis llamadas, así que pauso algunas.',
    next: 'Inténtalo dentro de diez minutos.',
  },
  discord_busy: {
    what: 'Discord no lo acepta en este momento.',
    next: 'Inténtalo dentro de unos minutos.',
  },
  photo_unreachable: {
    what: 'No pude descargar esa imagen de Discord.',
    next: 'Inténtalo dentro de un minuto.',
  },
  service_busy: {
    what: 'El servicio de GPU tenía demasiado trabajo para esta tarea.',
    next: 'Inténtalo dentro de unos minutos.',
  },
  service_unreachable: {
    what: 'No puedo conectar con el servicio de GPU.',
    next: 'Inténtalo dentro de unos minutos.',
  },
  submission_lost: {
    what: 'Las respuestas del servicio de GPU se perdieron, así que quizá haya cobrado por esto.',
    next: 'Inténtalo dentro de unos minutos.',
  },
  result_lost: {
    what: 'El servicio de GPU ya no tiene esta tarea, así que su imagen se perdió.',
    next: 'Inténtalo otra vez.',
  },
  result_unreadable: {
    what: 'No pude leer la respuesta del servicio de GPU, así que la imagen se perdió.',
    next: 'Lo he anotado para el operador. Quizá funcione una imagen más pequeña.',
  },
  no_gpu_in_time: {
    what: ({ minutes }) => `Ninguna GPU tomó esta tarea en ${fact.amount(minutes, MINUTES)}.`,
    next: 'Inténtalo cuando haya menos trabajo. Si no ayuda, avisa al operador.',
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `La cola era demasiado larga: el turno de esta imagen no llegó en ${fact.amount(minutes, MINUTES)}.`,
    next: 'Inténtalo cuando haya menos trabajo.',
  },
  gpu_time_spent: {
    what: 'Este bot ha agotado su tiempo de GPU del día.',
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  server_gpu_time_spent: {
    what: 'Este servidor ha agotado su tiempo de GPU del día.',
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  server_gpu_time_promised: {
    what: 'Las imágenes en curso necesitan el resto del tiempo de GPU de este servidor para hoy.',
    next: 'Inténtalo cuando algunas hayan terminado.',
  },
  money_spent: {
    what: 'Este bot ha gastado su presupuesto del día para imágenes así.',
    next: ({ at }) => `Inténtalo otra vez ${fact.time(at)}.`,
  },
  money_promised: {
    what: 'Las imágenes en curso necesitan el resto del presupuesto del día para imágenes así.',
    next: 'Inténtalo cuando algunas hayan terminado.',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `La imagen no estuvo lista en ${fact.amount(minutes, MINUTES)}, así que detuve la tarea.`,
    next: 'Inténtalo otra vez, con menos pasos si puedes.',
  },
  service_gave_up: {
    what: 'El servicio de GPU abandonó esta tarea: ningún worker la tomó a tiempo, o el suyo desapareció.',
    next: 'Inténtalo otra vez.',
  },
  pictures_elsewhere: {
    what: 'El worker guardó la imagen en un almacenamiento que no puedo leer.',
    next: 'Lo he anotado para el operador, que tiene que arreglarlo.',
  },
  pictures_unreachable: {
    what: 'La imagen se creó, pero no puedo acceder al almacenamiento donde está.',
    next: 'Inténtalo otra vez.',
  },
  no_face: {
    what: 'El worker no encontró ninguna cara en esa foto.',
    next: 'Envía una con una sola cara, de frente y bien iluminada.',
  },
  model_missing: {
    what: 'Falta un archivo de modelo en el worker de GPU.',
    next: 'Lo he anotado para el operador, que tiene que arreglarlo.',
  },
  graph_refused: {
    what: 'ComfyUI rechazó esta petición en el worker de GPU.',
    next: 'Lo he anotado para el operador. Quizá funcione con otros ajustes.',
  },
  out_of_memory: {
    what: 'La GPU se quedó sin memoria.',
    next: 'Inténtalo otra vez, o con una imagen más pequeña.',
  },
  no_pictures: {
    what: 'El worker terminó sin ninguna imagen.',
    next: 'Inténtalo otra vez. Si se repite, avisa al operador.',
  },
  answer_too_large: {
    what: 'El resultado no llegó; quizá era demasiado grande para el servicio de GPU.',
    next: 'Prueba con menos imágenes o más pequeñas. Si se repite, avisa al operador.',
  },
  result_too_many_pixels: {
    what: 'El resultado supera los 16 384 píxeles de lado o los 100 megapíxeles.',
    next: 'Prueba con un tamaño o una escala menores.',
  },
  worker_timed_out: {
    what: 'La imagen tardó más de lo que permite el worker.',
    next: 'Inténtalo otra vez con menos pasos.',
  },
  worker_died: {
    what: 'La GPU se bloqueó con esta.',
    next: 'Inténtalo otra vez.',
  },
  worker_disk: {
    what: 'El worker de GPU no pudo guardar la imagen: su disco está lleno o falla.',
    next: 'Inténtalo otra vez: quizá te toque otro worker. Si se repite, avisa al operador.',
  },
  node_failed: {
    what: 'Un paso de esta imagen falló en el worker de GPU.',
    next: 'Lo he anotado para el operador. Quizá funcione con otros ajustes.',
  },
  worker_unknown: {
    what: 'El worker de GPU comunicó un error desconocido.',
    next: 'Lo he anotado para el operador. Inténtalo otra vez.',
  },
};
