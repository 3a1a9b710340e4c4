import type { Catalogue } from '../say.ts';
import { spanish } from './formats.ts';

const PICTURES = { one: 'imagen', other: 'imágenes' };
const REQUESTS = { one: 'solicitud', other: 'solicitudes' };
const DAYS = { one: 'día', other: 'días' };

/** Up to 1 dollar with four digits, up to 1,000 with two, then whole. */
function money(micros: number): string {
  if (micros >= 1_000_000_000) return spanish.wholeMoney(micros / 1_000_000);
  const digit = micros < 1_000_000 ? 100 : 10_000;
  return spanish.money((Math.round(micros / digit) * digit) / 1_000_000);
}

/** `4,2 s`, `35 min`, `1200 h`: below 10 with one digit after the comma. */
function time(amount: number, unit: 's' | 'min' | 'h'): string {
  const digit = amount < 10 ? 10 : 1;
  return `${spanish.number(Math.round(amount * digit) / digit)} ${unit}`;
}

const shown: Catalogue['usage']['shown'] = {
  pictures: 'Imágenes',
  gpu: 'Tiempo de GPU',
  money: 'Gasto',
  failures: 'Solicitudes fallidas',
  waiting: 'Tiempo de espera',
};

const groupings: Catalogue['usage']['groupings'] = {
  day: 'por día',
  command: 'por comando',
  member: 'por miembro',
};

export const usage: Catalogue['usage'] = {
  description:
    'Gráficos de lo que crea este servidor: imágenes, tiempo de GPU, gasto, fallos y esperas',
  show: 'Qué muestra el gráfico',
  by: 'Cómo agruparlo',
  days: 'Cuántos días atrás',
  everywhere: 'Todos los servidores juntos; solo para el responsable del bot',

  shown,
  groupings,
  period: (days) => spanish.amount(days, DAYS),
  title: (what, by) => `${shown[what]} ${groupings[by]}`,
  here: 'Este servidor',
  allServers: 'Todos los servidores',
  subtitle: (where, period, total) => `${where}, ${period}: ${total}`,
  totals: {
    pictures: (count) => spanish.amount(count, PICTURES),
    gpu: (amount) => `${amount} de GPU`,
    money: (amount) => `unos ${amount}`,
    failures: (failed, requests) =>
      `${spanish.form(failed, { one: 'falló', other: 'fallaron' })} ${spanish.number(failed)} de ${spanish.amount(requests, REQUESTS)}`,
    waiting: (half, most) => `${half} (mitad), ${most} (9/10)`,
    nothing: 'nada todavía',
  },
  nothing: 'No hay nada que mostrar de este periodo.',
  notDrawn: 'No se pudo dibujar el gráfico. El archivo tiene sus cifras.',
  series: {
    half: 'Para la mitad',
    most: 'Para 9 de cada 10',
    estimate: 'Estimación',
    bill: 'Factura de RunPod',
  },

  day: (at) => spanish.day(at),
  count: (value) => spanish.number(value),
  failures: (failed, percent) => `${spanish.number(failed)} (${percent}\u00A0%)`,
  money,
  time,
  zero: '0',
  others: 'Otros',
  member: (rank) => `Miembro ${spanish.number(rank)}`,

  notes: {
    waiting: 'El tiempo de espera va desde la solicitud hasta que sus imágenes están listas.',
    estimate:
      'El gasto es una estimación: el tiempo de GPU según su precio, y lo que cuestan las imágenes sueltas.',
    unpriced: (amount) => `${amount} de GPU no tienen precio, así que no se incluyen.`,
    bill: (amount) => `Factura de RunPod de este periodo, por ahora: ${amount}.`,
    noBill: 'RunPod no dijo cuánto ha facturado, así que esto es solo la estimación.',
    publicBill: 'La factura de los endpoints públicos es la de toda tu cuenta de RunPod.',
    kept: (days) => `Las solicitudes se guardan ${spanish.amount(days, DAYS)}.`,
    others: 'Cada miembro puede elegir en `/settings` que se le cuente entre los otros.',
    days: 'Los días siguen la hora UTC.',
  },

  alt: (title, subtitle) => `${title}. ${subtitle}.`,
  highest: (label, value) => `Máximo: ${label}, ${value}.`,
  item: (label, value) => `${label}: ${value}`,
  two: (first, second) => `${first} / ${second}`,
  separator: '; ',
  fullStop: '.',

  columns: {
    day: 'Día (UTC)',
    command: 'Comando',
    member: 'Miembro',
    memberId: 'ID del miembro',
    requests: 'Solicitudes',
    pictures: 'Imágenes',
    failed: 'Fallidas',
    cancelled: 'Canceladas',
    gpuSeconds: 'Segundos de GPU',
    dollars: 'USD (estimación)',
    billed: 'USD (factura de RunPod)',
    half: 'Espera para la mitad (s)',
    most: 'Espera para 9 de cada 10 (s)',
  },
};
