// What a query needs of an index in pieces: the documents of pages that are named nearly so, and of pages that say its
// words. macros/output/search.py writes the pieces, and names.py beside it the shards, with the same keys.

import { destroy, mergeIndex, preload, search } from "../search/words/0/pagefind.js";

const [NEAR, TRIED, NAMING, SAYING] = [0.3, 3, 6, 2];
const [NAMED, SAID] = [8, 10];
const kept = {};
let merged;

const get = (path) =>
  (kept[path] ??= fetch(new URL(`../search/${path}.json`, import.meta.url))
    .then((found) => found.json())
    .catch((error) => {
      delete kept[path];
      throw error;
    }));

const most = (scores, count) => [...scores].sort(([, one], [, other]) => other - one).slice(0, count);

const all = (list, work) => Promise.all(list.map(work));

// The others use the program of the first bundle, for which they would wait without end where it cannot be had.
const merge = async (bundles, word) => {
  await preload(word);
  await all([...Array(bundles).keys()].slice(1), (bundle) =>
    mergeIndex(new URL(`../search/words/${bundle}/`, import.meta.url).href),
  );
};

/** Documents for the words of a query, and for them as one; `like` tells how near two words are, from 0 to 1. */
export const gather = async ({ bundles, shards, parts }, words, whole, like) => {
  const named = new Map();
  const said = new Map();
  const add = (scores, page, score) => scores.set(page, (scores.get(page) ?? 0) + score);

  const shardOf = (key) => {
    let hash = 0;
    for (const sign of key) hash = (65599 * hash + sign.codePointAt()) % 2 ** 32;
    return get(`names/${hash % shards}`);
  };
  const pagesOf = async (word) => (await shardOf(`=${word}`))[`=${word}`];

  const nearTo = async (word) => {
    const signs = [...word];
    const size = Math.min(3, Math.max(1, (signs.length - 1) >> 1));
    const keys = [`^${signs.slice(0, size).join("")}`, `${signs.slice(-size).join("")}$`];
    // Where a shard has nothing under a key, the words whose pages it has will do.
    const others = (await all(keys, shardOf)).flatMap((shard, which) => [
      ...(shard[keys[which]] ?? []),
      ...Object.keys(shard).filter((key) => key[0] === "=").map((key) => key.slice(1)),
    ]);
    return most(new Map(others.map((other) => [other, like(word, other)])), TRIED);
  };

  const name = async (others) => {
    const near = await all(others, async (word) => ((await pagesOf(word)) ? [[word, 1]] : nearTo(word)));
    const nearer = near.map((found) => found.filter(([, likeness]) => likeness > NEAR));
    await all((nearer.flat().length ? nearer : near).flat(), async ([word, likeness]) => {
      const [count, ...pages] = await pagesOf(word);
      for (const page of pages) add(named, page, likeness * Math.log(1 + parts / count));
    });
  };

  const say = async (word) => {
    await (merged ??= merge(bundles, word));
    for (const { id, score } of (await search(word)).results) add(said, id, score);
  };

  const long = [...words].sort((one, other) => other.length - one.length);
  await Promise.all([name([...long.slice(0, NAMING), whole]), all(long.slice(0, SAYING), say)]).catch(async (error) => {
    merged = undefined;
    await destroy();
    throw error;
  });
  const pages = new Set([...most(named, NAMED), ...most(said, SAID)].map(([page]) => page));
  const found = new Map();
  for (const doc of (await all([...pages], (page) => get(`documents/${page}`))).flat())
    if (!doc.continued || !found.has(doc.location)) found.set(doc.location, doc);
  return [...found.values()];
};
