/** Lunr, which the theme's worker puts into its global scope. */
interface WorkerGlobalScope {
  lunr: { stopWordFilter(word: string): string | undefined };
}

/** The program of Pagefind, which comes with its index. */
declare module "*/pagefind.js" {
  export function preload(term: string): Promise<void>;
  export function mergeIndex(path: string): Promise<void>;
  export function search(term: string): Promise<{ results: { id: string; score: number }[] }>;
  export function destroy(): Promise<void>;
}
