// @ts-check
/* Search. It takes the place of the theme's search worker and speaks its protocol: the page sends the set-up and queries,
   and gets groups of results, each a page with its sections.

   A query is compared with names (of entries, pages and sections), whatever the spelling and order of its words, and with
   texts, by Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009). Documents
   are fetched at the first query; an index in pieces gives, with every query, those that may answer it. */

/**
 * @typedef {import("./search-pieces.js").Document} Document
 * @typedef {import("./search-pieces.js").Pieces} Pieces
 * @typedef {{ type: 0, data: { config: { stop_words: string, unspaced: string, pieces?: Pieces } } } | { type: 2, data: string }} Message
 * @typedef {{ text: string, words: string[], joined: string, content: string, label: string, value: number }} Name
 * @typedef {Document & { page: Document, blocks: string[], length: number, known: Name[] }} Item
 * @typedef {{ item: Item, text: number, name: number, match?: Name }} Hit
 */

const [SETUP, READY, , RESULT] = /** @type {const} */ ([0, 1, 2, 3]);
const DELAY = 150; // milliseconds after the last key
const [MAX_LENGTH, MAX_WORDS, MAX_WORD_LENGTH] = [150, 12, 30]; // of what is searched of a query
const [NAME_WEIGHT, MIN_NAME, EXACT] = [2.5, 0.3, 3];
const MIN_NEAR = 0.15; // the similarity of a name that is worth suggesting
const channel = new BroadcastChannel("search-help");
/** @type {Set<string>} */
let stopWords;
/** @type {Map<string, string[]>} the words of like meaning of a word */
const synonyms = new Map();
/** @type {RegExp} a word, or a run of a script without spaces */
let wordPattern;
/** @type {RegExp} */
let unspaced;
/** @type {Item[]} */
let items = [];
/** @type {Map<string, Map<Item, number>>} the items that have a word, with its weighted frequency */
let postings = new Map();
/** @type {Map<string, number>} how many names have a word */
let counts = new Map();
/** @type {Pieces | undefined} */
let pieces;
/** @type {string} the last query that the page sent */
let pending;
let isBusy = false;

/**
 * Return the words of a text without case, marks and plural endings; of scripts without spaces, and of Korean, the pairs of
 * characters.
 * macros/output/search.py does the same.
 * @param {string} text
 */
const split = (text) =>
  (text.normalize("NFKD").toLowerCase().replace(/\p{M}|['’‘ʼʻʽ`](s\b)?/gu, "").normalize().match(wordPattern) ?? []).flatMap((word) => {
    if (!unspaced.test(word)) return word.length < 5 ? word : word.replace(/ies$/, "y").replace(/([a-hj-rtv-z])s$/, "$1");
    const characters = [...word];
    return characters[1] ? characters.slice(1).map((character, i) => characters[i] + character) : word;
  });

/** @param {string[]} words */
const withoutStopWords = (words) => {
  const content = words.filter((word) => !stopWords.has(word));
  return content[0] ? content : words;
};

/** @param {string[]} words */
const join = (words) => withoutStopWords(words).join("");

/** @param {string} html */
const decode = (html) => html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
/** @param {string} text */
const escapeHtml = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** @type {(map: Map<string, number>, words: string[], value: number) => void} */
const add = (map, words, value) => words.forEach((word) => map.set(word, (map.get(word) ?? 0) + value));

/** @param {Document[]} docs */
const learn = (docs) => {
  [postings, counts] = [new Map(), new Map()];
  /** @type {Map<string, Document>} */
  const pages = new Map(docs.map((doc) => [doc.location, doc]));
  items = docs.map((doc) => {
    doc.synonyms?.map(split).forEach((group) => group.forEach((word) => synonyms.set(word, group)));
    const page = pages.get(doc.location.split("#")[0]) ?? doc;
    /** @type {(names: string[] | undefined, label?: string, value?: number) => Name[]} */
    const names = (texts = [], label = "", value = Math.min(1, doc.boost ?? 1)) =>
      texts.map((text) => ({ text, label, value, words: split(text), joined: split(text).join(""), content: join(split(text)) }));
    const known = [
      ...names(doc.names, "Also called"),
      ...names(doc.search_names),
      ...names(doc.real_names, "In our timeline:"),
      ...names(page.names ? [] : [decode(doc.title)], "", doc === page ? 0.9 : 0.5),
    ];
    const blocks = doc.text.split(/<[^>]*>/).map(decode).filter((block) => block.trim());
    /** @type {Map<string, number>} */
    const frequencies = new Map();
    const blockWords = blocks.flatMap(split);
    const { length } = blockWords;
    add(frequencies, blockWords, 1);
    add(frequencies, split(decode(doc.title)), 3);
    for (const { words } of known) {
      add(counts, words, 1);
      add(frequencies, words, 1);
    }
    const item = { ...doc, page, blocks, length, known };
    for (const [word, frequency] of frequencies) {
      if (!postings.has(word)) postings.set(word, new Map());
      postings.get(word)?.set(item, frequency);
    }
    return item;
  });
};

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
 * Return how much two different words have in common as forms of one word, from 0 to 1: persecuted, persecution.
 * @param {string} word
 * @param {string} other
 */
const kinship = (word, other) => {
  let shared = 0;
  while (shared < word.length && word[shared] === other[shared]) shared++;
  const ratio = shared / Math.max(word.length, other.length);
  return shared < 4 || ratio < 0.5 ? 0 : ratio ** 2;
};

/**
 * As `similarity`, but a word of the index is no misspelling of another one.
 * @param {string} word
 * @param {string} other
 */
const spellingSimilarity = (word, other) =>
  word === other
    ? 1
    : synonyms.get(word)?.includes(other)
      ? 0.9
      : postings.has(word)
        ? 0.8 * kinship(word, other)
        : similarity(word, other);

/**
 * Return the inverse document frequency of a word among names: rare words tell more, stop words hardly anything.
 * @param {string} word
 */
const weight = (word) => (stopWords.has(word) ? 0.1 : 1) * Math.log(1 + items.length / (counts.get(word) ?? 1));

/**
 * Set on each hit the name that is most similar to a query, whatever the order and division of its words: twice the weight
 * of what is shared by the weight of all words (a weighted Dice coefficient).
 * @param {Map<Item, Hit>} hits
 * @param {string[]} queryWords
 */
const scoreNames = (hits, queryWords) => {
  const [whole, content] = [queryWords.join(""), join(queryWords)];
  const words = queryWords.map((word) => ({
    weight: weight(word),
    scores: new Map([...counts.keys()].map((other) => [other, spellingSimilarity(word, other)])),
  }));
  /** @param {Name} name */
  const nameSimilarity = ({ words: own, joined, content: other, value }) => {
    if (whole && whole === joined) return EXACT * value;
    let shared = 0;
    let total = 0;
    for (const word of own) total += weight(word);
    for (const { weight, scores } of words) {
      total += weight;
      shared += weight * Math.max(...own.map((word) => scores.get(word) ?? 0));
    }
    const isNear = Math.abs(content.length - other.length) < 0.4 * content.length;
    return value * Math.max((2 * shared) / total, isNear ? similarity(content, other) : 0);
  };
  for (const hit of hits.values()) {
    for (const name of hit.item.known) {
      const score = nameSimilarity(name);
      if (score > hit.name) [hit.name, hit.match] = [score, name];
    }
  }
};

/**
 * Return the words of texts that a word of a query may stand for, with their similarity to it.
 * @param {string} word
 */
const matchWord = (word) => {
  /** @type {Map<string, number>} */
  const matches = new Map();
  for (const other of postings.keys()) {
    const completion = other[unspaced.test(word) ? "includes" : "startsWith"](word) ? 0.5 + word.length / other.length / 2 : 0;
    const score = Math.max(completion, 0.6 * kinship(word, other));
    if (score > 0.25) matches.set(other, score);
  }
  if (!matches.size && word.length > 3) {
    for (const other of postings.keys()) {
      const score = Math.abs(word.length - other.length) < 3 ? similarity(word, other) : 0;
      if (score > 0.4) matches.set(other, 0.8 * score);
    }
  }
  return matches;
};

/**
 * Set the score of the text of each hit, and return the words of texts that match, with their weights.
 * @param {Map<Item, Hit>} hits
 * @param {string[]} words
 */
const scoreTexts = (hits, words) => {
  /** @type {Map<string, number>} */
  const matched = new Map();
  let total = 0;
  for (const word of words) {
    const matches = matchWord(word);
    /** @type {Map<Item, number>} */
    const scores = new Map();
    for (const [other, similar] of matches) {
      for (const [item, frequency] of postings.get(other) ?? []) {
        const norm = 0.6 + item.length / 80; // k1 is 1.2, b is 0.5, and a text has about 50 words
        scores.set(item, Math.max(scores.get(item) ?? 0, (similar * frequency) / (frequency + norm)));
      }
    }
    const idf = Math.log(1 + items.length / (scores.size || 1)) * (stopWords.has(word) ? 0.3 : 1);
    total += idf;
    for (const [other, similar] of matches) matched.set(other, Math.max(matched.get(other) ?? 0, similar * idf));
    for (const [item, score] of scores) /** @type {Hit} */ (hits.get(item)).text += idf * score;
  }
  for (const hit of hits.values()) hit.text /= Math.max(total, 1);
  return matched;
};

/**
 * Return the first of a text's sentences, as many as it takes to say something.
 * @param {string[]} sentences
 */
const beginning = (sentences) => {
  let text = "";
  for (const sentence of sentences) if (text.length < 120) text += sentence;
  return text.length < 360 ? text : `${text.slice(0, 300)}…`;
};

/** @param {string} text */
const splitSentences = (text) => text.match(/.+?(?:[.!?]["”’)]*(?=\s|$)\s*|[。！？]|$)/gs) ?? [];

/**
 * Return the sentence of a text that says most of what was asked, with those after it; nothing where none does.
 * @param {string[]} blocks
 * @param {Map<string, number>} matched
 * @param {string} omitted HTML of what is shown besides
 */
const excerpt = (blocks, matched, omitted) => {
  let [best, text] = [0, ""];
  for (const block of blocks) {
    const sentences = splitSentences(block);
    sentences.forEach((sentence, i) => {
      let score = 0;
      for (const word of new Set(split(sentence))) score += matched.get(word) ?? 0;
      if (score > best && !omitted.includes(escapeHtml(sentence.trim()))) [best, text] = [score, beginning(sentences.slice(i))];
    });
  }
  return text;
};

/**
 * Return the HTML of a plain text with the words that match marked.
 * @param {string} text
 * @param {Map<string, number>} matched
 * @param {Record<string, true>} [terms] gets the marked words
 */
const mark = (text, matched, terms = {}) =>
  text.replace(/[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*|[&<>"]/gu, (word) => {
    if (!split(word).some((part) => matched.has(part))) return escapeHtml(word);
    terms[word] = true;
    return `<mark>${word}</mark>`;
  });

/**
 * Return a hit as the theme shows it: with the names by which it was found, and with the text that says why it is here.
 * @param {Hit} hit
 * @param {Hit} best the best hit of the page
 * @param {Map<string, number>} matched
 * @param {number} score
 */
const show = ({ item, match, name }, best, matched, score) => {
  const { location, title, kind = "", lead, in_reality: reality } = item;
  /** @type {Record<string, true>} */
  const terms = {};
  let html = "";
  if (name > 0.5 && match?.label && match.text !== item.names?.[0]) html += `<p>${match.label} <mark>${escapeHtml(match.text)}</mark>.</p>`;
  if (lead) html += `<p>${mark(beginning(splitSentences(decode(lead))), matched, terms)}</p>`;
  const shown = html + (reality ?? "");
  const { blocks } = lead ? best.item : item;
  const text = excerpt(blocks, matched, shown.replace(/<[^>]*>/g, "")) || (lead ? "" : beginning(splitSentences(blocks.join(" "))));
  if (text && (!lead || (name < 0.8 && !/<mark/.test(shown)))) html += `<p>${mark(text, matched, terms)}</p>`;
  return {
    location,
    title: title + kind,
    text: html + (reality ? `<p class="in-reality">In reality: ${mark(decode(reality), matched)}</p>` : ""),
    score,
    terms: name < MIN_NAME ? terms : {},
  };
};

/**
 * Return whether a page has all words in quotation marks or behind a plus sign, and not those behind a minus sign.
 * @param {string} query
 */
const buildFilter = (query) => {
  const conditions = [...query.slice(0, MAX_LENGTH).matchAll(/(?<!\S)([+-]?)("[^"]+"|(?<=[+-])\S+)/g)];
  /** @param {Hit[]} group */
  return (group) =>
    conditions.every(([, sign, words]) =>
      split(words).every((word) => group.some(({ item }) => postings.get(word)?.has(item))) === (sign !== "-" || !split(words)[0]),
    );
};

/**
 * Return the words of a query that are searched for: not those behind a minus sign.
 * @param {string} query
 */
const splitQuery = (query) =>
  split(query.slice(0, MAX_LENGTH).replace(/(?<!\S)-("[^"]*"?|\S*)/g, " "))
    .slice(0, MAX_WORDS)
    .map((word) => word.slice(0, MAX_WORD_LENGTH));

/** @param {string} query */
const answer = (query) => {
  const words = splitQuery(query);
  /** @type {Map<Item, Hit>} */
  const hits = new Map(items.map((item) => [item, { item, text: 0, name: 0 }]));
  scoreNames(hits, words);
  const content = withoutStopWords([...new Set(words)]);
  const matched = scoreTexts(hits, content);
  /** @type {Map<Document, Hit[]>} */
  const groups = new Map();
  for (const hit of hits.values()) groups.set(hit.item.page, [...(groups.get(hit.item.page) ?? []), hit]);
  /** @param {{ text: number, name: number }} hit */
  const total = ({ text, name }) => text + (name > MIN_NAME ? NAME_WEIGHT * name : 0);
  const isWanted = buildFilter(query);
  const ranked = [...groups]
    .map(([page, group]) => {
      const [first] = group;
      const best = group.reduce((a, b) => (total(b) > total(a) ? b : a));
      const [text, name] = [Math.max(...group.map(({ text }) => text)), Math.max(...group.map(({ name }) => name))];
      return { first, best, group, score: total({ text: text * Math.sqrt(page.boost ?? 1), name }) };
    })
    .sort((a, b) => b.score - a.score);
  const results = ranked.filter(({ score, group }) => score > 0.2 * Math.min(ranked[0].score, NAME_WEIGHT) && isWanted(group));
  const near = ranked.filter(({ first }) => first.item.names && first.name > MIN_NEAR).sort((a, b) => b.first.name - a.first.name);
  const nearest = near.slice(0, 3).map(({ first: { item } }) => [item.location, item.title]);
  channel.postMessage([query, words[0] && !results[0] && nearest]);
  const shown = results.map(({ first, best, group, score }) => {
    const sections = group.filter(({ item, text }) => item.location.includes("#") && text > 0).sort((a, b) => total(b) - total(a));
    return [
      show(first, best, matched, score),
      ...sections.slice(0, 5).map((hit) => show(hit, hit, matched, !first.item.lead && hit === best ? score : score / 2)),
    ];
  });
  postMessage({ type: RESULT, data: { items: shown } });
};

/**
 * Learn the documents that may answer the last query, and return that query.
 * @returns {Promise<string>}
 */
const load = async () => {
  if (pieces) {
    const module = await import("./search-pieces.js");
    await new Promise((resolve) => setTimeout(resolve, DELAY));
    const query = pending;
    const words = splitQuery(query);
    learn(await module.fetchDocuments(pieces, withoutStopWords(words), words.join(""), similarity));
    return query;
  }
  if (!items[0]) learn(await (await fetch(new URL("../search/documents.json", location.href))).json());
  return pending;
};

/** Answer the last query, again as long as another one came meanwhile. */
const run = async () => {
  if (isBusy) return;
  isBusy = true;
  let query;
  do {
    try {
      query = pending.trim() ? await load() : pending;
    } catch {
      break; // the next key tries again
    }
    answer(query);
  } while (query !== pending);
  isBusy = false;
};

addEventListener("message", (event) => {
  /** @type {Message} */
  const message = event.data;
  if (message.type === SETUP) {
    const { config } = message.data;
    pieces = config.pieces;
    stopWords = new Set(config.stop_words.split(" "));
    unspaced = RegExp(`[${config.unspaced}]`, "u");
    wordPattern = RegExp(`[${config.unspaced}]+|(?:(?![${config.unspaced}])[\\p{L}\\p{N}])+`, "gu");
    postMessage({ type: READY });
  } else {
    pending = message.data;
    run();
  }
});
