// Says how long the bot's own screening lists take to load, in milliseconds.
const { openScreening } = (await import(
  new URL('../src/screening/open-screening.js', import.meta.url).href
)) as { openScreening: () => unknown };

const before = performance.now();
openScreening();
console.log(performance.now() - before);
