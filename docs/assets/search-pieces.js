// @ts-check
/* Searches an index in pieces: fetches the documents of pages whose names are similar to a query, and of pages that contain
   its words. macros/output/search.py writes the pieces; macros/output/fuzzy_index.py writes the shards, with the same
   keys. */

import { destroy, mergeIndex, preload, search } from "../search/words/0/pagefind.js";

/**
 * A page, or a section of one where the location has a "#"; macros/output/search_documents.py says what the fields are.
 * @typedef {{ location: string, title: string, kind?: string, text: string, boost?: number, lead?: string, in_reality?: string,
 *   names?: string[], search_names?: string[], real_names?: string[], synonyms?: string[], continued?: boolean }} Document
 *
 * How many bundles of words, shards of names and parts of pages the index has.
 * @typedef {{ bundles: number, shards: number, parts: number }} Pieces
 */

const MIN_SIMILARITY = 0.3;
const [SIMILAR_PER_WORD, WORDS_IN_NAMES, WORDS_IN_TEXTS] = [5, 6, 2];
const [PAGES_BY_NAME, PAGES_BY_TEXT] = [8, 10];
/** @type {Record<string, Promise<any>>} */
const cache = {};
/** @type {Promise<void> | undefined} */
let merging;

/**
 * Fetch a file of the index, once; what cannot be fetched is asked for again the next time.
 * @param {string} path
 */
const fetchJson = (path) =>
  (cache[path] ??= fetch(new URL(`../search/${path}.json`, import.meta.url))
    .then((response) => response.json())
    .catch((error) => {
      delete cache[path];
      throw error;
    }));

/**
 * Return the entries with the highest scores, these first.
 * @param {Map<string, number>} scores
 * @param {number} limit
 */
const highest = (scores, limit) => [...scores].sort(([, a], [, b]) => b - a).slice(0, limit);

/**
 * @template Item, Result
 * @param {Item[]} items
 * @param {(item: Item) => Result | Promise<Result>} callback
 */
const mapAll = (items, callback) => Promise.all(items.map(callback));

/**
 * Merge all bundles of Pagefind into the first. They use its program, so that has to be there before: where it cannot be
 * fetched, merging would never end.
 * @param {number} bundles how many there are
 * @param {string} word
 */
const mergeBundles = async (bundles, word) => {
  await preload(word);
  await mapAll([...Array(bundles).keys()].slice(1), (bundle) =>
    mergeIndex(new URL(`../search/words/${bundle}/`, import.meta.url).href),
  );
};

/**
 * Return the documents that may answer a query.
 * @param {Pieces} pieces
 * @param {string[]} words of the query
 * @param {string} joined all words as one
 * @param {(word: string, other: string) => number} similarity from 0 to 1
 */
export const fetchDocuments = async ({ bundles, shards, parts }, words, joined, similarity) => {
  /** @type {Map<string, number>} */
  const scoresByName = new Map();
  /** @type {Map<string, number>} */
  const scoresByText = new Map();
  /** @type {(scores: Map<string, number>, page: string, score: number) => void} */
  const addScore = (scores, page, score) => scores.set(page, (scores.get(page) ?? 0) + score);

  /** @param {string} key */
  const fetchShard = (key) => {
    let hash = 0;
    for (const character of key) hash = (65599 * hash + /** @type {number} */ (character.codePointAt(0))) % 2 ** 32;
    return fetchJson(`names/${hash % shards}`);
  };
  /**
   * Fetch the number of pages with a word in their names, and the most telling of these pages.
   * @param {string} word
   * @returns {Promise<[number, ...string[]]>}
   */
  const fetchPages = async (word) => (await fetchShard(`=${word}`))[`=${word}`];

  /**
   * Return words of names that begin or end as a word does, with their similarity, the most similar first.
   * @param {string} word
   */
  const similarWords = async (word) => {
    const characters = [...word];
    const size = Math.min(3, Math.max(1, (characters.length - 1) >> 1));
    const keys = [`^${characters.slice(0, size).join("")}`, `${characters.slice(-size).join("")}$`];
    // A shard that has nothing under a key still has words: those whose pages it lists.
    const others = (await mapAll(keys, fetchShard)).flatMap((shard, index) => [
      ...(shard[keys[index]] ?? []),
      ...Object.keys(shard).filter((key) => key[0] === "=").map((key) => key.slice(1)),
    ]);
    return highest(new Map(others.map((other) => [other, similarity(word, other)])), SIMILAR_PER_WORD);
  };

  /** @param {string[]} queryWords */
  const searchNames = async (queryWords) => {
    const candidates = await mapAll(queryWords, async (word) =>
      (await fetchPages(word)) ? [/** @type {[string, number]} */ ([word, 1])] : similarWords(word),
    );
    const similar = candidates.flat().filter(([, score]) => score > MIN_SIMILARITY);
    await mapAll(similar.length ? similar : candidates.flat(), async ([word, score]) => {
      const [count, ...pages] = await fetchPages(word);
      for (const page of pages) addScore(scoresByName, page, score * Math.log(1 + parts / count));
    });
  };

  /** @param {string} word */
  const searchTexts = async (word) => {
    await (merging ??= mergeBundles(bundles, word));
    for (const { id, score } of (await search(word)).results) addScore(scoresByText, id, score);
  };

  const longest = [...words].sort((a, b) => b.length - a.length);
  await Promise.all([
    searchNames([...longest.slice(0, WORDS_IN_NAMES), joined]),
    mapAll(longest.slice(0, WORDS_IN_TEXTS), searchTexts),
  ]).catch(async (error) => {
    merging = undefined;
    await destroy();
    throw error;
  });
  const best = [...highest(scoresByName, PAGES_BY_NAME), ...highest(scoresByText, PAGES_BY_TEXT)];
  const pages = new Set(best.map(([page]) => page));
  /** @type {Map<string, Document>} */
  const documents = new Map();
  for (const doc of (await mapAll([...pages], (page) => fetchJson(`documents/${page}`))).flat()) {
    if (!doc.continued || !documents.has(doc.location)) documents.set(doc.location, doc);
  }
  return [...documents.values()];
};
