import type { FoundSettings } from './found-settings.ts';
import { settingsInGraph } from './settings-in-graph.ts';
import { settingsInParameters } from './settings-in-parameters.ts';

/**
 * What a picture was made with, by the texts in its file: ComfyUI's graph (`prompt`), else the line that AUTOMATIC1111's web UI
 * writes and many others do (`parameters`).
 */
export function settingsInTexts(texts: ReadonlyMap<string, string>): FoundSettings | undefined {
  const graph = texts.get('prompt');
  const parameters = texts.get('parameters');
  return (
    (graph === undefined ? undefined : settingsInGraph(graph)) ??
    (parameters === undefined ? undefined : settingsInParameters(parameters))
  );
}
