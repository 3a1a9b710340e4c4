import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** More stops than any page of these tests has. */
const MOST_STOPS = 80;

/** Whether an element has the focus. */
export function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((one: { matches(selector: string): boolean }) => one.matches(':focus'));
}

/** Presses Tab until the element has the focus, and looks at every stop whether it can be seen. */
export async function tabTo(element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const page = element.page();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    expect(await focusSeen(page)).toEqual({ seen: true, stop: expect.any(String) as string });
    if (await hasFocus(element)) return;
  }
  throw new Error(`${key} does not reach it`);
}

/** Every stop on the way of Tab round the page that was just loaded, in words. */
export async function tabRound(page: Page, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<string[]> {
  const stops: string[] = [];
  await page.evaluate('window.stops = new Set()');
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press(key);
    const isNew = await page.evaluate<boolean>(`(() => {
      const { activeElement, body } = document;
      if (activeElement === body || stops.has(activeElement)) return false;
      return stops.add(activeElement), true;
    })()`);
    if (!isNew) return stops;
    const { stop, seen } = await focusSeen(page);
    stops.push(seen ? stop : `unseen: ${stop}`);
  }
  throw new Error(`${key} does not come round: ${stops.join(', ')}`);
}

/** What has the focus, and whether it is in view with something around it that says so. */
export function focusSeen(page: Page): Promise<{ readonly stop: string; readonly seen: boolean }> {
  return page.evaluate<{ stop: string; seen: boolean }>(`(() => {
    const { activeElement } = document;
    const words = activeElement.getAttribute('aria-label') ?? activeElement.textContent;
    const stop = \`\${activeElement.tagName.toLowerCase()} \${words.trim().slice(0, 60)}\`;
    const { left, top, right, bottom, width, height } = activeElement.getBoundingClientRect();
    const inView = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    const around = [activeElement, activeElement.parentElement, activeElement.parentElement?.parentElement];
    const isMarked = around.some((element) => {
      if (!element) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    });
    const hasCaret = activeElement.matches('input[type=text], textarea');
    return { stop, seen: inView && width > 0 && height > 0 && (isMarked || hasCaret) };
  })()`);
}
