import type { Fact, Facts } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { optionNames } from './commands.ts';
import { permissionNames, problems } from './fact-words.ts';
import { fact } from './formats.ts';
import { ruleErrors, rules } from './rules.ts';

const MINUTES = { one: 'minuto', other: 'minutos' };
const PICTURES = { one: 'imagem', other: 'imagens' };
const REQUESTS = { one: 'pedido', other: 'pedidos' };
const PRESETS = { one: 'preset', other: 'presets' };

/** What has become of one job, after “esta tarefa”. */
const BY_NOW: Catalogue['states'] = {
  awaiting_consent: 'está aguardando consentimento',
  accepted: 'já foi aceita',
  preparing: 'já está em preparação',
  ready: 'já está pronta para envio',
  submitting: 'já está em envio',
  queued: 'já está na fila',
  running: 'já está em execução',
  completed: 'já foi concluída',
  failed: 'já falhou',
  cancelled: 'já foi cancelada',
  expired: 'já expirou',
  gone: 'não existe mais',
};

/** Earlier versions stored the words themselves. */
function problemIn(facts: Facts): string {
  const problem = fact.text(facts.problem);
  const known = Object.entries(problems).find(([code]) => code === problem);
  return known ? known[1](facts) : problem;
}

/** `Este servidor: até 4 imagens por pedido.` Nothing for a limit that this version does not know. */
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

const LOGGED = 'Registrei o problema para o responsável pelo bot.';
const FIX = 'Registrei o problema para o responsável pelo bot, que precisa corrigi-lo.';
const ANOTHER_PICTURE = 'Use outra imagem.';
const TRY_IN_MINUTES = 'Tente de novo em alguns minutos.';

export const errors: Catalogue['errors'] = {
  bad_option: {
    what: (facts) => `\`${fact.code(facts.option, optionNames)}\` ${problemIn(facts)}.`,
    next: 'Corrija e use o comando de novo.',
  },
  not_a_picture: {
    what: 'Não consigo ler esse arquivo como imagem.',
    next: 'Envie um JPEG, PNG ou WebP de até 10 MiB.',
  },
  no_picture_there: {
    what: 'Essa mensagem não tem nenhuma imagem que eu possa usar.',
    next: 'Escolha uma com um JPEG, PNG ou WebP anexado.',
  },
  no_settings: {
    what: 'O arquivo dessa imagem não tem configurações.',
    next: 'Arquivos PNG do ComfyUI e da interface web do AUTOMATIC1111 têm, a menos que um app as tenha removido.',
  },
  made_here: {
    what: 'Fui eu que criei essa imagem.',
    next: 'Use os botões abaixo dela: *Usar como base* fica em *Mais*.',
  },
  nobody_to_ask: {
    what: 'Quem postou isso foi um bot ou webhook, então não há a quem perguntar.',
    next: 'Se você pode usar a imagem, anexe o arquivo a um comando.',
  },
  asked_before: {
    what: 'Você já perguntou sobre essa imagem, e quem postou disse não.',
    next: ANOTHER_PICTURE,
  },
  asked_lately: {
    what: 'Quem postou essa imagem já recebeu uma pergunta há pouco, e cada pergunta é uma menção.',
    next: ({ at }) => `Você vai poder perguntar ${fact.time(at)}.`,
  },
  not_askable: {
    what: 'Quem postou essa imagem desativou essas perguntas.',
    next: ANOTHER_PICTURE,
  },
  open_from_menu: {
    what: 'Essa mensagem é antiga demais: ela não diz de quem é a imagem.',
    next: 'Abra o menu da mensagem com a imagem e escolha o comando de novo.',
  },
  poster_blocked: {
    what: 'Quem postou essa imagem tem um bloqueio aqui, então não posso perguntar.',
    next: ANOTHER_PICTURE,
  },
  poster_silent: {
    what: 'Quem postou essa imagem não concordou dentro de uma hora.',
    next: 'Combinem antes e depois tente de novo.',
  },
  picture_too_large: {
    what: 'Essa imagem tem mais de 10 MiB.',
    next: 'Envie um JPEG, PNG ou WebP menor.',
  },
  picture_too_many_pixels: {
    what: 'Essa imagem tem mais de 24 milhões de pixels.',
    next: 'Diminua a imagem e envie de novo.',
  },
  picture_too_small: {
    what: 'Depois de redimensionada, essa imagem tem menos de 16 pixels de largura ou altura.',
    next: 'Envie uma maior ou menos estreita.',
  },
  picture_moves: {
    what: 'Esse arquivo é animado ou tem várias imagens.',
    next: 'Envie um JPEG, PNG ou WebP sem animação.',
  },
  pictures_too_large: {
    what: 'Juntas, essas imagens passam dos 7 MB que o serviço de GPU aceita.',
    next: 'Envie imagens menores, e sem transparência se você não precisar dela.',
  },
  photo_gone: {
    what: 'O Discord não tem mais essa imagem.',
    next: 'Anexe a imagem e use o comando de novo.',
  },
  photo_needed_again: {
    what: 'Não guardo as imagens que você envia, então preciso delas de novo.',
    next: 'Use o comando de novo com o mesmo prompt e anexe todas as imagens outra vez.',
  },
  not_your_photo: {
    what: ({ who }) =>
      `Isto foi criado a partir de uma foto, então só ${fact.person(who)} pode continuar.`,
    next: 'Use outra imagem ou anexe uma sua ao comando.',
  },
  not_your_picture: {
    what: ({ who }) => `Só ${fact.person(who)} ou a moderação pode excluir isto.`,
    next: 'Peça a uma dessas pessoas ou denuncie a imagem.',
  },
  original_too_large: {
    what: 'O original é grande demais para o Discord aqui.',
    next: 'Salve a versão menor pela mensagem.',
  },
  original_gone: {
    what: 'O original não está mais guardado.',
    next: 'Você ainda pode salvar a imagem pela mensagem.',
  },
  messages_off: {
    what: 'Não consigo te mandar mensagem direta.',
    next: 'Permita mensagens diretas de membros deste servidor e clique de novo.',
  },
  private_person: {
    what: 'Imagens em que pode aparecer alguém não podem ser privadas.',
    next: 'Desative `privado`, na opção ou em `/settings`.',
  },
  private_age_restricted: {
    what: 'Essa imagem é de um canal com restrição de idade, então não pode ser usada em privado.',
    next: 'Desative `privado`, na opção ou em `/settings`.',
  },
  source_withheld: {
    what: 'Essa imagem foi ocultada ou removida, então não pode ser usada.',
    next: ANOTHER_PICTURE,
  },
  consent_withdrawn: {
    what: 'Alguém que aparece na imagem de origem retirou o consentimento, então ela não pode ser usada.',
    next: ANOTHER_PICTURE,
  },
  source_age_restricted: {
    what: 'Essa imagem é de um canal com restrição de idade, então só pode ser usada em um canal assim.',
    next: 'Use-a em um canal com restrição de idade.',
  },
  source_gone: {
    what: 'Essa imagem não existe mais, nem no meu armazenamento nem na mensagem dela.',
    next: 'Recrie a imagem com a mesma seed e continue a partir dela.',
  },
  photo_refused: {
    what: 'Só aceito imagens enviadas pelo Discord.',
    next: 'Anexe a imagem ao comando.',
  },
  too_many_actions: {
    what: 'Você está indo rápido demais.',
    next: ({ at }) => `Tente de novo ${fact.time(at)}.`,
  },
  export_too_soon: {
    what: 'Você já exportou seus dados na última hora.',
    next: ({ at }) => `Dá para exportar de novo ${fact.time(at)}.`,
  },
  export_under_way: {
    what: 'Sua exportação já está sendo preparada.',
    next: 'Envio assim que estiver pronta.',
  },
  not_your_job: {
    what: ({ who }) => `Só ${fact.person(who)} ou a moderação pode cancelar isto.`,
    next: 'Peça a uma dessas pessoas.',
  },
  not_your_request: {
    what: ({ who }) => `Só ${fact.person(who)} pode fazer isso.`,
    next: 'Use o comando para criar a sua própria imagem.',
  },
  already_over: {
    what: ({ state }) => `Tarde demais: esta tarefa ${fact.code(state, BY_NOW)}.`,
    next: 'A mensagem dela mostra como terminou.',
  },
  already_confirmed: {
    what: 'Você já confirmou isto.',
    next: 'A mensagem neste canal mostra o andamento.',
  },
  already_tried_again: {
    what: 'Já houve uma nova tentativa.',
    next: ({ link, job }) =>
      `Veja ${link === undefined ? `a tarefa ${fact.text(job)}` : fact.text(link)}.`,
  },
  not_failed: {
    what: 'Só dá para tentar de novo o que falhou.',
    next: 'Use o comando de novo para criar outra imagem.',
  },
  consent_lapsed: {
    what: 'Essa pergunta se encerrou depois de dez minutos.',
    next: 'Use o comando de novo e confirme a tempo.',
  },
  prompt_minor: {
    what: 'Não posso criar esta imagem.',
    next: 'Tente outro prompt.',
  },
  prompt_face: {
    what: ({ term }) =>
      `Não crio imagens sexuais, de nudez ou reveladoras de pessoas reais, nem coloco o rosto de uma pessoa no corpo de outra. Seu prompt pede isso (“${fact.text(term)}”).`,
    next: 'Mude o prompt ou envie sem a imagem.',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `Imagens explícitas não são permitidas neste canal, e seu prompt pede uma (“${fact.text(term)}”).`,
    next: 'Mude o prompt ou use um canal com restrição de idade.',
  },
  prompt_unreadable: {
    what: 'Não consigo ler este prompt: ele mistura caracteres especiais e grafias demais.',
    next: 'Use texto simples, com menos caracteres especiais.',
  },
  paused: {
    what: 'Você não pode criar imagens agora.',
    next: ({ at }) =>
      `A pausa termina ${fact.time(at)}. Se achar que é um engano, fale com o responsável pelo bot.`,
  },
  not_paused: {
    what: 'Você já pode criar imagens de novo.',
    next: 'Não há pausa para contestar.',
  },
  already_appealed: {
    what: 'Você já falou com o responsável pelo bot.',
    next: 'Espere a resposta ou o fim da pausa.',
  },
  no_appeals: {
    what: 'Não dá para falar com o responsável pelo bot por aqui.',
    next: 'Fale direto com ele ou tente de novo mais tarde.',
  },
  blocked: {
    what: 'A moderação deste servidor impediu você de criar e denunciar imagens.',
    next: 'Fale com alguém da moderação.',
  },
  moderators_only: {
    what: 'Só quem gerencia este servidor ou tem o cargo de moderação pode fazer isso.',
    next: 'Peça a uma dessas pessoas.',
  },
  server_managers_only: {
    what: 'Só quem gerencia este servidor pode fazer isso.',
    next: 'Peça a uma dessas pessoas.',
  },
  operators_only: {
    what: 'Só o responsável por este bot pode fazer isso.',
    next: 'É o dono do aplicativo do bot no Discord ou um membro da equipe dona do aplicativo.',
  },
  already_reported: {
    what: 'Você já denunciou esta imagem.',
    next: 'Uma denúncia basta.',
  },
  too_many_reports: {
    what: ({ count }) => `Você atingiu o limite de denúncias por hora (${fact.number(count)}).`,
    next: ({ at }) =>
      `Dá para denunciar de novo ${fact.time(at)}. Se for urgente, fale com a moderação.`,
  },
  not_reportable: {
    what: 'Essa mensagem não tem nenhuma imagem minha.',
    next: 'Use isto em uma mensagem que tenha.',
  },
  already_decided: {
    what: 'Isto já foi decidido.',
    next: 'A mensagem mostra a decisão.',
  },
  own_picture: {
    what: 'Esta imagem é sua.',
    next: 'Deixe a decisão para outra pessoa da moderação ou remova a imagem.',
  },
  picture_not_here: {
    what: 'A imagem não está mais guardada.',
    next: 'Talvez a mensagem ainda a mostre.',
  },
  unknown_person: {
    what: 'Não sei mais quem era.',
    next: 'Se você souber o nome, use /moderation block.',
  },
  not_yours: {
    what: 'Outra pessoa usou esse comando.',
    next: 'Use o comando você também.',
  },
  unknown_job: {
    what: 'Não tenho mais essa tarefa.',
    next: 'Use o comando de novo para criar uma nova imagem.',
  },
  no_such_job: {
    what: 'Nenhuma tarefa corresponde a isso, ou você não pode vê-la.',
    next: 'Escolha uma das sugestões que aparecem enquanto você digita.',
  },
  servers_only: {
    what: 'Só funciono em servidores.',
    next: 'Use os comandos em um canal de um servidor.',
  },
  outside_person: {
    what: 'Fora dos servidores que me adicionaram, não crio imagens em que pode aparecer alguém.',
    next: 'Use o comando em um servidor que me adicionou.',
  },
  outside_without_dm: {
    what: 'Se isto levar mais de 13 minutos, preciso enviar por DM, e o Discord não me deixa abrir uma DM com você.',
    next: 'Tente de novo em alguns minutos ou use o comando em um servidor que me adicionou.',
  },
  unknown_action: {
    what: 'Não conheço esse comando ou botão.',
    next: 'Recarregue o Discord e tente de novo.',
  },
  too_many_waiting: {
    what: ({ count }) => `Você já tem ${fact.amount(count, REQUESTS)} em espera.`,
    next: 'Espere um deles começar ou cancele um.',
  },
  too_many_an_hour: {
    what: ({ count }) =>
      `Você pode criar ${fact.amount(count, PICTURES)} por hora, e este pedido passaria disso.`,
    next: ({ at }) => `Tente de novo ${fact.time(at)}.`,
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `Este servidor pode criar ${fact.amount(count, PICTURES)} por hora, e este pedido passaria disso.`,
    next: ({ at }) => `Tente de novo ${fact.time(at)}.`,
  },
  command_forbidden: {
    what: ({ command }) => `Este servidor não deixa você usar \`${fact.text(command)}\` aqui.`,
    next: 'Tente em outro canal ou fale com quem gerencia o servidor: isso se define em Configurações do servidor > Integrações.',
  },
  server_paused: {
    what: 'Quem gerencia este servidor pausou as imagens.',
    next: 'Tente de novo quando a pausa acabar.',
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(' '),
    next: 'Mude o pedido ou fale com quem gerencia o servidor.',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(' '),
    next: 'Mude o pedido ou fale com quem gerencia o servidor.',
  },
  day_used_up: {
    what: (facts) => dayUsedUp(facts),
    next: ({ left, at, whose }) => {
      const rather =
        Number(left) > 0 || whose === 'outside'
          ? 'Peça menos'
          : 'Peça mais a quem gerencia o servidor';
      return at === undefined ? `${rather}.` : `${rather} ou tente de novo ${fact.time(at)}.`;
    },
  },
  draining: {
    what: 'Vou reiniciar em instantes, então não estou aceitando novos pedidos.',
    next: 'Os pedidos que você já fez serão concluídos. Tente de novo em alguns minutos.',
  },
  kept_out: {
    what: 'O responsável por este bot bloqueou você.',
    next: 'Você ainda pode usar /privacy, /jobs e *Cancelar* nas tarefas em andamento.',
  },
  server_kept_out: {
    what: 'O responsável por este bot bloqueou este servidor.',
    next: 'Você ainda pode usar /privacy, /jobs e *Cancelar* nas tarefas em andamento.',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `${owner === undefined ? 'O responsável por mim' : `**${fact.text(owner)}**`} só me libera para outros servidores.`,
    next: 'Peça que este servidor seja liberado ou me remova dele.',
  },
  adult_workflow: {
    what: 'Este comando só funciona em canais com restrição de idade.',
    next: 'Use-o em um deles.',
  },
  preset_unknown: {
    what: 'Nem você nem este servidor tem um preset com esse nome.',
    next: 'Veja em `/preset list`.',
  },
  preset_of_another: {
    what: 'Esse preset é de outro comando.',
    next: 'Use-o lá ou envie sem preset.',
  },
  preset_unfit: {
    what: (facts) =>
      `Esse preset não serve para este comando: \`${fact.code(facts.option, optionNames)}\` ${problemIn(facts)}.`,
    next: 'Envie sem ele ou salve-o de novo com `/preset save`.',
  },
  presets_full: {
    what: ({ count }) => `Você atingiu o limite de ${fact.amount(count, PRESETS)}.`,
    next: 'Exclua um com `/preset delete`.',
  },
  workflow_changed: {
    what: 'Este comando mudou e não aceita mais as opções deste pedido.',
    next: 'Use-o de novo com as opções atuais.',
  },
  workflow_gone: {
    what: 'O comando deste pedido não existe mais.',
    next: 'Tente um dos outros comandos.',
  },
  faces_off: {
    what: 'Este bot não aceita imagens em que pode aparecer alguém.',
    next: 'Envie sem a imagem ou fale com o responsável pelo bot.',
  },
  ordinary_channels_off: {
    what: 'Este bot só cria imagens em canais com restrição de idade.',
    next: 'Use-o em um deles ou peça ao responsável um checkpoint para todos os públicos.',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `Não consigo postar imagens neste canal. Permissões que faltam: ${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}.`,
    next: 'Peça a liberação à administração do servidor.',
  },
  key_refused: {
    what: 'O serviço de GPU recusou a chave do bot.',
    next: `${LOGGED} Tente de novo mais tarde.`,
  },
  endpoint_unknown: {
    what: 'O serviço de GPU não reconhece o endpoint do bot.',
    next: `${LOGGED} Tente de novo mais tarde.`,
  },
  request_refused: {
    what: 'O serviço de GPU recusou este pedido.',
    next: `${LOGGED} Talvez funcione com outras configurações.`,
  },
  storage_failed: {
    what: 'A imagem foi criada, mas não deu para guardá-la.',
    next: `${LOGGED} Tente de novo mais tarde.`,
  },
  storage_unwell: {
    what: 'Não consigo salvar imagens agora, então não estou aceitando pedidos.',
    next: `O responsável pelo bot já foi avisado. ${TRY_IN_MINUTES}`,
  },
  log_unwritable: {
    what: 'Não consigo usar meu banco de dados agora, então não fiz isso.',
    next: `${LOGGED} ${TRY_IN_MINUTES}`,
  },
  outcome_unknown: {
    what: 'Perdi o acesso ao banco de dados enquanto salvava, então ainda não sei se deu certo.',
    next: 'Se deu, o pedido segue sozinho. Se nada aparecer em alguns minutos, tente de novo.',
  },
  other_version: {
    what: 'Este pedido é de outra versão do bot.',
    next: 'Use o comando de novo.',
  },
  unexpected: {
    what: 'Algo deu errado aqui do meu lado.',
    next: `${LOGGED} Tente de novo.`,
  },
  discord_refuses: {
    what: 'O Discord recusou muitas das minhas chamadas, então estou pausando algumas.',
    next: 'Tente de novo em dez minutos.',
  },
  discord_busy: {
    what: 'O Discord não está aceitando isso agora.',
    next: TRY_IN_MINUTES,
  },
  photo_unreachable: {
    what: 'Não consegui baixar essa imagem do Discord.',
    next: 'Tente de novo em um minuto.',
  },
  service_busy: {
    what: 'O serviço de GPU estava ocupado demais para aceitar esta tarefa.',
    next: TRY_IN_MINUTES,
  },
  service_unreachable: {
    what: 'Não consigo falar com o serviço de GPU.',
    next: TRY_IN_MINUTES,
  },
  submission_lost: {
    what: 'As respostas do serviço de GPU se perderam, então ele pode ter cobrado por isto.',
    next: TRY_IN_MINUTES,
  },
  result_lost: {
    what: 'O serviço de GPU não tem mais esta tarefa, então a imagem se perdeu.',
    next: 'Tente de novo.',
  },
  result_unreadable: {
    what: 'Não consegui ler a resposta do serviço de GPU, então a imagem se perdeu.',
    next: `${LOGGED} Talvez funcione com uma imagem menor.`,
  },
  no_gpu_in_time: {
    what: ({ minutes }) => `Nenhuma GPU pegou esta tarefa em ${fact.amount(minutes, MINUTES)}.`,
    next: 'Tente de novo quando houver menos movimento. Se não adiantar, avise o responsável pelo bot.',
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `A fila estava longa demais: a vez desta imagem não chegou em ${fact.amount(minutes, MINUTES)}.`,
    next: 'Tente de novo quando houver menos movimento.',
  },
  gpu_time_spent: {
    what: 'Este bot já usou todo o tempo de GPU do dia.',
    next: ({ at }) => `Tente de novo ${fact.time(at)}.`,
  },
  server_gpu_time_spent: {
    what: 'Este servidor já usou todo o tempo de GPU do dia.',
    next: ({ at }) => `Tente de novo ${fact.time(at)}.`,
  },
  server_gpu_time_promised: {
    what: 'As imagens em andamento precisam do tempo de GPU que resta a este servidor hoje.',
    next: 'Tente de novo quando algumas delas terminarem.',
  },
  money_spent: {
    what: 'Este bot já gastou o orçamento do dia para imagens como esta.',
    next: ({ at }) => `Tente de novo ${fact.time(at)}.`,
  },
  money_promised: {
    what: 'As imagens em andamento precisam do que resta do orçamento do dia para imagens como esta.',
    next: 'Tente de novo quando algumas delas terminarem.',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `A imagem não ficou pronta em ${fact.amount(minutes, MINUTES)}, então interrompi a tarefa.`,
    next: 'Tente de novo, com menos passos se puder.',
  },
  service_gave_up: {
    what: 'O serviço de GPU desistiu desta tarefa: nenhum worker a pegou a tempo, ou o worker dela sumiu.',
    next: 'Tente de novo.',
  },
  pictures_elsewhere: {
    what: 'O worker salvou a imagem em um bucket que não consigo ler.',
    next: FIX,
  },
  pictures_unreachable: {
    what: 'A imagem foi criada, mas não consigo acessar o bucket em que ela está.',
    next: 'Tente de novo.',
  },
  no_face: {
    what: 'O worker não encontrou nenhum rosto nessa foto.',
    next: 'Envie uma foto com um só rosto, de frente e bem iluminado.',
  },
  model_missing: {
    what: 'Falta um arquivo de modelo no worker de GPU.',
    next: FIX,
  },
  graph_refused: {
    what: 'O ComfyUI no worker de GPU recusou este pedido.',
    next: `${LOGGED} Talvez funcione com outras configurações.`,
  },
  out_of_memory: {
    what: 'A GPU ficou sem memória.',
    next: 'Tente de novo, talvez com uma imagem menor.',
  },
  no_pictures: {
    what: 'O worker terminou sem nenhuma imagem.',
    next: 'Tente de novo. Se continuar acontecendo, avise o responsável pelo bot.',
  },
  answer_too_large: {
    what: 'O resultado não chegou; talvez fosse grande demais para o serviço de GPU.',
    next: 'Tente com menos imagens ou imagens menores. Se continuar acontecendo, avise o responsável pelo bot.',
  },
  result_too_many_pixels: {
    what: 'O resultado passa de 16.384 pixels de lado ou de 100 megapixels.',
    next: 'Tente um tamanho ou fator menor.',
  },
  worker_timed_out: {
    what: 'A imagem demorou mais do que o tempo limite do worker.',
    next: 'Tente de novo com menos passos.',
  },
  worker_died: {
    what: 'A GPU travou nesta imagem.',
    next: 'Tente de novo.',
  },
  worker_disk: {
    what: 'O worker de GPU não conseguiu guardar a imagem: o disco dele está cheio ou com defeito.',
    next: 'Tente de novo: outro worker pode assumir. Se continuar acontecendo, avise o responsável pelo bot.',
  },
  node_failed: {
    what: 'Uma etapa desta imagem falhou no worker de GPU.',
    next: `${LOGGED} Talvez funcione com outras configurações.`,
  },
  worker_unknown: {
    what: 'O worker de GPU relatou um erro desconhecido.',
    next: `${LOGGED} Tente de novo.`,
  },
};
