import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core has against the page as it is now: each as its rule, its weight and the places. */
export async function axeFindings(page: Page): Promise<string[]> {
  // By the debugger, which the page's policy does not bind.
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`axe.run().then(({ violations }) =>
    violations.map(({ id, impact, help, nodes }) =>
      \`\${id} (\${impact}): \${help}: \${nodes.map(({ html, failureSummary }) => html + failureSummary).join(' and ')}\`,
    ),
  )`);
}
