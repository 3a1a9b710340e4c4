import type { Link } from './graph.ts';
import type { NodeInput } from './node-table.ts';

interface AtNode {
  /** The node's id. */
  readonly node: string;
}

interface AtInput extends AtNode {
  readonly input: string;
  /** What this input takes. */
  readonly takes: NodeInput;
}

interface OfLink extends AtInput {
  readonly link: Link;
}

/** What ComfyUI has against one node of a graph. */
export type NodeProblem =
  /** A required input is not there. */
  | (AtInput & { readonly problem: 'missing' })
  /** Neither a number nor a text that is one, where a number belongs. */
  | (AtInput & { readonly problem: 'no_number'; readonly value: unknown })
  | (AtInput & { readonly problem: 'too_small' | 'too_large'; readonly value: number })
  /** None of the options, or a file that is not there. */
  | (AtInput & { readonly problem: 'not_in_list'; readonly value: unknown })
  /** A list that is no link, which every list is taken for. */
  | (AtInput & { readonly problem: 'bad_link'; readonly value: readonly unknown[] })
  | (OfLink & { readonly problem: 'link_to_nothing' })
  /** The node that is linked has no such output. */
  | (OfLink & { readonly problem: 'no_such_output' })
  /** That output is of another type, the one `received`. */
  | (OfLink & { readonly problem: 'wrong_type'; readonly received: string })
  /** It is made from itself: the ring of ids, the first of which is also the last. */
  | (AtNode & { readonly problem: 'ring'; readonly ring: readonly string[] })
  /** So many nodes stand one behind another that ComfyUI gives up. */
  | (AtNode & { readonly problem: 'too_deep' });

/** What ComfyUI has against a graph. */
export type GraphProblem =
  | NodeProblem
  /** No JSON object of nodes. */
  | { readonly problem: 'no_graph' }
  /** No node in it saves or shows anything. */
  | { readonly problem: 'no_output' }
  /** A node without `class_type`. */
  | (AtNode & { readonly problem: 'no_class' })
  /** The table has no such class: a worker needs an extension for it, or a newer ComfyUI. */
  | (AtNode & { readonly problem: 'unknown_class'; readonly className: string });
