import type { Catalogue } from '../say.ts';
import { portuguese } from './formats.ts';

/** Discord renders `when` as `há 2 minutos` or `em 2 minutos`, so it needs no preposition. */
export const progress: Catalogue['progress'] = {
  waiting: (when) => `Aguardando uma GPU · ${when}`,
  waitingForOwn: (when) => `Aguardando suas outras imagens · ${when}`,
  paused:
    'Quem gerencia este servidor pausou as imagens. A sua mantém o lugar na fila até a pausa acabar.',
  made: (pictures, asked) =>
    `${portuguese.number(pictures)} de ${portuguese.number(asked)} prontas`,
  place: (place) => `posição ${portuguese.number(place)} na fila`,
  aboutPlace: (place) => `por volta da posição ${portuguese.number(place)} na fila`,
  ahead: (ahead) => `${portuguese.number(ahead)} na frente`,
  aheadOrMore: (ahead) => `${portuguese.number(ahead)} ou mais na frente`,
  likely: (when) => `provavelmente pronta ${when}`,
  holdUp: {
    cold: 'ligando um worker parado, o que costuma levar uns 40 s',
    none: 'nenhum worker de GPU está rodando. Talvez o responsável pelo bot precise ativar algum',
    asleep: 'o serviço de GPU suspendeu o endpoint. O responsável pelo bot já foi avisado',
    throttled: 'o serviço de GPU não tem nenhuma GPU deste tipo livre agora',
    unhealthy: 'os workers não estão conseguindo iniciar. O responsável pelo bot precisa verificar',
  },
  keyRefused:
    'O serviço de GPU recusou a chave do bot. Registrei o problema para o responsável pelo bot. Isto continua quando a chave voltar a funcionar.',
  storageFails:
    'Não consigo salvar imagens agora, então nada é enviado para uma GPU. O responsável pelo bot já foi avisado. Isto continua quando der para salvar de novo.',
  unstored:
    'Sua imagem está pronta, mas ainda não consigo salvá-la. O responsável pelo bot já foi avisado, e vou continuar tentando por meia hora.',
  working: (when) => `Criando · ${when}`,
  unfinished: (words) => `Inacabada: ${words}`,
  percent: (percent) => `${portuguese.number(percent)}%`,
  ready: (when) => `pronta ${when}`,
  readyAnyMoment: 'pronta a qualquer momento',
  orLate: (soon, late) => `${soon}, ou ${late} se demorar`,
};

export const duration: Catalogue['duration'] = (seconds) =>
  seconds < 60
    ? `${portuguese.number(seconds)} s`
    : `${portuguese.number(Math.floor(seconds / 60))} min ${portuguese.number(seconds % 60)} s`;

export const deferrals: Catalogue['deferrals'] = {
  runAgain: 'Demorei demais para abrir isso. Use o comando de novo.',
  pressAgain: 'Demorei demais para abrir isso. Clique de novo.',
  restarted: 'Fui reiniciado antes de chegar a este pedido. Use o comando de novo.',
  restartedPress: 'Fui reiniciado antes de terminar. Se não tiver dado certo, tente de novo.',
  unsure: 'Perdi este pedido antes de começar. Use o comando de novo.',
  unsurePress: 'Perdi este pedido no caminho. Se não tiver dado certo, tente de novo.',
};
