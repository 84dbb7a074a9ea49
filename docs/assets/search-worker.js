// @ts-check
/* The theme's search worker, made tolerant: a query similar to a name of an entry finds that entry among the first, and
   words that are not in the index may be misspelt.

   The theme's own worker, whose file name stands behind the "#" of this one's address, runs unchanged between `loosen` and
   `rerank`. It and the documents are fetched at the first query; until then the page believes it to be ready. An index in
   pieces gives it, with every query, the documents that may answer it. */

/**
 * @typedef {import("./search-pieces.js").Document} Document
 * @typedef {import("./search-pieces.js").Pieces} Pieces
 * @typedef {Document & { score: number, terms: Record<string, boolean> }} Result
 * @typedef {{ type: 0, data: { config: { separator: string, pieces?: Pieces }, docs: Document[] } }} SetupMessage
 * @typedef {{ type: 2, data: string }} QueryMessage
 * @typedef {[words: string[], joined: string]} Name
 */

const [SETUP, READY, , RESULT] = /** @type {const} */ ([0, 1, 2, 3]);
const DELAY = 150; // milliseconds after the last key
const LENGTH = 99; // of what is compared with names
const EXACT = 9;
/** @type {[Document, Name[]][]} */
const entries = [];
/** @type {Map<string, number>} how many names have a word */
const counts = new Map();
/** @type {Set<string>} */
const vocabulary = new Set();
const channel = new BroadcastChannel("search-help");
/** @type {string} what the reader asks */
let query;
/** @type {string} what the theme's worker is asked */
let loosened;
/** @type {[similarity: number, doc: Document][]} entries, the most similar to the query first */
let ranking;
/** @type {SetupMessage} */
let setup;
/** @type {RegExp} */
let separator;
/** @type {Pieces | undefined} */
let pieces;
/** @type {QueryMessage} the last query that the page sent */
let pending;
/** @type {QueryMessage} the query whose documents are loaded */
let current;
/** @type {Promise<void | null> | null} */
let loading = null;
let isReady = false;

/** @param {string} text */
const split = (text) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}|['’ʼ](s\b)?/gu, "")
    .split(separator)
    .filter(Boolean);

/**
 * Return the words of a text without stop words, unless it has no others.
 * @param {string} text
 */
const splitContent = (text) => {
  const words = split(text);
  const content = words.filter(self.lunr.stopWordFilter);
  return content.length ? content : words;
};

/** @param {Document[]} docs */
const learn = (docs) => {
  entries.length = 0;
  counts.clear();
  vocabulary.clear();
  for (const doc of docs) {
    const { title, text, names = [] } = doc;
    for (const word of split([title, text.replace(/<[^>]*>/g, " "), ...names].join(" "))) vocabulary.add(word);
    for (const word of names.flatMap(splitContent)) counts.set(word, (counts.get(word) ?? 0) + 1);
    if (names[0]) entries.push([doc, names.map((name) => [splitContent(name), split(name).join("")])]);
  }
};

/**
 * Return the inverse document frequency of a word among names: rare words tell more.
 * @param {string} word
 */
const weight = (word) => Math.log(1 + entries.length / (counts.get(word) ?? 1));

/**
 * Return the similarity of two words, from 0 to 1, by their Levenshtein distance.
 * @param {string} word
 * @param {string} other
 */
const similarity = (word, other) => {
  let row = [...other, 0].map((_, j) => j);
  for (let i = 0; i < word.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++) {
      next.push(Math.min(row[j] + +(word[i] !== other[j]), next[j] + 1, row[j + 1] + 1));
    }
    row = next;
  }
  const ratio = 1 - row[other.length] / Math.max(word.length, other.length);
  return Math.max(ratio / 20, 2 * ratio - 1);
};

/**
 * As `similarity`, but a word of the index is no misspelling of another one.
 * @param {string} word
 * @param {string} other
 */
const spellingSimilarity = (word, other) =>
  vocabulary.has(word) && !other.startsWith(word) && !word.startsWith(other) ? 0 : similarity(word, other);

/**
 * Return all entries, those with the names most similar to a text first, whatever the order and division of its words: twice
 * the weight of what is shared by the weight of all words (a weighted Dice coefficient).
 * @param {string} text
 */
const rankNames = (text) => {
  const whole = split(text).join("");
  const known = [...counts.keys()];
  const words = splitContent(text).map((word) => ({
    weight: weight(word),
    scores: new Map(known.map((other) => [other, spellingSimilarity(word, other)])),
  }));
  /** @param {Name} name */
  const nameSimilarity = ([own, joined]) => {
    if (whole === joined) return EXACT;
    let shared = 0;
    let total = 0;
    for (const word of own) total += weight(word);
    for (const { weight, scores } of words) {
      total += weight;
      shared += weight * Math.max(...own.map((word) => scores.get(word) ?? 0));
    }
    return Math.max((2 * shared) / total, spellingSimilarity(whole, joined));
  };
  return entries
    .map(([doc, names]) => /** @type {[number, Document]} */ ([Math.max(...names.map(nameSimilarity)), doc]))
    .sort(([a], [b]) => b - a);
};

/** Whether the query is in Lunr's own syntax, or in a script without spaces between words, and has to be taken literally. */
const isStrict = () => /["*:~^]|(^|\s)[+-]|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u.test(query);

/** Return the query with Lunr's fuzzy operator at words that are not in the index. */
const loosen = () => {
  if (isStrict()) return query;
  /** @param {string} word */
  const isKnown = (word) => word.length < 4 || [...vocabulary].some((other) => other.startsWith(word));
  return splitContent(query)
    .map((word) => (isKnown(word) ? word : `${word}~${word.length < 7 ? 1 : 2}`))
    .join(" ");
};

/** @param {Result} result */
const isPage = ({ location }) => !location.includes("#");

/**
 * Say what is real about an entry, in the first text that the theme shows of a group of results.
 * @param {Result[]} group the results of a page
 */
const addReality = (group) => {
  const sentence = group.find(isPage)?.in_reality;
  const shown = group.find((result) => !isPage(result) && result.score === group[0].score) ?? group[0];
  if (!sentence) return;
  if (!shown.text.replace(/<[^>]*>/g, "").includes(sentence)) shown.text += `<p>In reality: ${sentence}</p>`;
  shown.text = shown.text.replace(/<p>(?=In (<mark>)?reality)/, '<p class="in-reality">');
};

/**
 * Return groups of results, one for each page, with entries of similar names among the first.
 * @param {Result[][]} groups
 */
const rerank = (groups) => {
  for (const { terms } of groups.flat()) for (const word in terms) if (loosened.includes(`${word}~`)) delete terms[word];
  const top = Math.max(1, ...groups.map(([{ score }]) => score));
  const found = new Map(groups.map((group) => [group.find(isPage)?.location, group]));
  for (const [score, doc] of ranking) {
    if (score < (isStrict() ? EXACT : 0.2)) break;
    const group = found.get(doc.location) ?? [{ ...doc, score: 0, terms: {} }];
    const page = /** @type {Result} */ ({ ...group.find(isPage), score: group[0].score + 3 * top * score });
    found.set(doc.location, [page, ...group.filter((result) => !isPage(result))]);
  }
  const sorted = [...found.values()].sort(([a], [b]) => b.score - a.score);
  sorted.forEach(addReality);
  return sorted;
};

/** @param {SetupMessage | QueryMessage} data */
const dispatchToWorker = (data) => dispatchEvent(new MessageEvent("message", { data }));

const fetchDocuments = async () => {
  if (!pieces) return (await fetch(new URL("../search/documents.json", location.href))).json();
  const module = await import("./search-pieces.js");
  await new Promise((resolve) => setTimeout(resolve, DELAY));
  current = pending;
  const text = current.data.slice(0, LENGTH);
  return module.fetchDocuments(pieces, splitContent(text), split(text).join(""), similarity);
};

const load = () =>
  (loading ??= (async () => {
    if (!self.lunr) importScripts(new URL(`javascripts/workers/${location.hash.slice(1)}`, location.href));
    setup.data.docs = await fetchDocuments();
    dispatchToWorker(setup);
  })().catch(() => (loading = null)));

/** @type {(message: object) => void} */
const reply = self.postMessage.bind(self);
/** @param {any} message of the theme's worker to the page */
self.postMessage = (message) => {
  const { type, data } = message;
  if (type === READY) {
    isReady = true;
    dispatchToWorker(pieces ? current : pending);
    isReady = !pieces;
    return;
  }
  if (data) {
    data.items = rerank(data.items);
    channel.postMessage([query, data.items.length ? [] : ranking.slice(0, 3)]);
  }
  reply(message);
  if (pieces) {
    loading = null;
    if (pending !== current) runQuery();
  }
};

const runQuery = () => {
  if (pending.data.trim()) return load();
  channel.postMessage([pending.data, []]);
  reply({ type: RESULT, data: { items: [] } });
};

addEventListener("message", (event) => {
  /** @type {SetupMessage | QueryMessage} */
  const message = event.data;
  if (message.type === SETUP) {
    if (message.data.docs.length) return learn(message.data.docs);
    setup = message;
    separator = new RegExp(setup.data.config.separator);
    pieces = setup.data.config.pieces;
    reply({ type: READY });
  } else if (isReady) {
    query = message.data;
    ranking = rankNames(query.slice(0, LENGTH));
    message.data = loosened = loosen();
    return;
  } else {
    pending = message;
    runQuery();
  }
  event.stopImmediatePropagation();
});
