/** What people write, in parts that stand side by side. */
const PARTS = [
  'a lighthouse at dawn over a calm sea',
  'portrait of an old fisherman, weathered face, kind eyes',
  'oil painting on canvas, thick brush strokes',
  'a narrow street in Lisbon after the rain, reflections',
  'soft volumetric light, (golden hour:1.2)',
  'a fox that sleeps under a birch, first snow',
  'highly detailed, sharp focus, 35mm photograph',
  'a spaceship over the desert, seen from far away',
  'ein altes Haus am See, Nebel, ruhige Stimmung',
  'une fenêtre ouverte sur un jardin en été',
  'wide shot, muted colours, film grain',
  'a child reads a book by candle light, cosy room',
  'watercolor, loose wet edges, white paper showing through',
  'a market full of fruit, people in bright clothes',
  'una montaña nevada bajo un cielo violeta',
  'intricate armour, a knight who kneels in a ruined chapel',
];

/** As many different ordinary prompts of a length as asked for, in characters. */
export function ordinaryPrompts(length: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    let prompt = '';
    for (let at = 7 * index; prompt.length < length; at += 1 + (index % 3)) {
      prompt += `${PARTS[at % PARTS.length] ?? ''}, `;
    }
    return prompt.slice(0, length);
  });
}
