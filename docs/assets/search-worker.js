// The theme's search worker, made to forgive: what is near to a name of an entry finds that entry among the first, and
// words that the index does not know may have letters wrong.
//
// The stock worker, whose file name comes behind the '#', runs unchanged between `loosen` and `rank`. It and what it
// searches are fetched when something is first asked; until then the page believes it to be ready. Where the index is in
// pieces, it gets with every query the documents that may answer it.

const entries = [];
const uses = new Map();
const vocabulary = new Set();
const help = new BroadcastChannel("search-help");
const [SETUP, READY, , RESULT] = [0, 1, 2, 3];
const PATIENCE = 150;
let separator, asked, sent, near, setup, pending, served, loading, pieces;
let isReady = false;

const split = (text) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}|['’ʼ](s\b)?/gu, "")
    .split(separator)
    .filter(Boolean);

const telling = (text) => {
  const words = split(text);
  const kept = words.filter(self.lunr.stopWordFilter);
  return kept.length ? kept : words;
};

const learn = (docs) => {
  entries.length = 0;
  uses.clear();
  vocabulary.clear();
  for (const doc of docs) {
    const { title, text, names = [] } = doc;
    for (const word of split([title, text.replace(/<[^>]*>/g, " "), ...names].join(" "))) vocabulary.add(word);
    for (const word of names.flatMap(telling)) uses.set(word, (uses.get(word) ?? 0) + 1);
    if (names[0]) entries.push([doc, names.map((name) => [telling(name), split(name).join("")])]);
  }
};

// Rare words tell more.
const weight = (word) => Math.log(1 + entries.length / (uses.get(word) ?? 1));

const like = (word, other) => {
  let row = [...other, 0].map((_, j) => j);
  for (let i = 0; i < word.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++)
      next.push(Math.min(row[j] + (word[i] !== other[j]), next[j] + 1, row[j + 1] + 1));
    row = next;
  }
  const right = 1 - row[other.length] / Math.max(word.length, other.length);
  return Math.max(right / 20, 2 * right - 1);
};

const alike = (word, other) =>
  vocabulary.has(word) && !other.startsWith(word) && !word.startsWith(other) ? 0 : like(word, other);

// Words may stand in any order, and be divided anyhow.
const nearest = (query) => {
  const whole = split(query).join("");
  const known = [...uses.keys()];
  const words = telling(query).map((word) => [weight(word), new Map(known.map((other) => [other, alike(word, other)]))]);
  const likeness = ([named, joined]) => {
    if (whole === joined) return 9;
    let shared = 0;
    let all = 0;
    for (const word of named) all += weight(word);
    for (const [heavy, like] of words) {
      all += heavy;
      shared += heavy * Math.max(...named.map((word) => like.get(word)));
    }
    return Math.max((2 * shared) / all, alike(whole, joined));
  };
  return entries
    .map(([doc, names]) => [Math.max(...names.map(likeness)), doc])
    .sort(([one], [other]) => other - one);
};

// Lunr's own syntax stays, and so does Han.
const isStrict = () => /["*:~^]|(^|\s)[+-]|\p{sc=Han}/u.test(asked);

const loosen = () => {
  if (isStrict()) return asked;
  const isKnown = (word) => word.length < 4 || [...vocabulary].some((other) => other.startsWith(word));
  return telling(asked)
    .map((word) => (isKnown(word) ? word : `${word}~${word.length < 7 ? 1 : 2}`))
    .join(" ");
};

const rank = (items) => {
  const isPage = ({ location }) => !location.includes("#");
  for (const { terms } of items.flat()) for (const word in terms) if (sent.includes(`${word}~`)) delete terms[word];
  const top = Math.max(1, ...items.map(([{ score }]) => score));
  const found = new Map(items.map((group) => [group.find(isPage).location, group]));
  for (const [likeness, doc] of near) {
    if (likeness < (isStrict() ? 9 : 0.2)) break;
    const group = found.get(doc.location) ?? [{ ...doc, score: 0, terms: {} }];
    const page = { ...group.find(isPage), score: group[0].score + 3 * top * likeness };
    found.set(doc.location, [page, ...group.filter((item) => !isPage(item))]);
  }
  return [...found.values()].sort(([one], [other]) => other.score - one.score);
};

const hear = (data) => self.dispatchEvent(new MessageEvent("message", { data }));

const find = async () => {
  if (!pieces) return (await fetch(new URL("../search/documents.json", self.location))).json();
  const { gather } = await import("./search-pieces.js");
  await new Promise((done) => setTimeout(done, PATIENCE)); // for whoever goes on typing
  served = pending;
  const query = served.data.slice(0, 99);
  return gather(pieces, telling(query), split(query).join(""), like);
};

const load = () =>
  (loading ??= (async () => {
    if (!self.lunr) importScripts(new URL(`javascripts/workers/${self.location.hash.slice(1)}`, self.location));
    setup.data.docs = await find();
    hear(setup);
  })().catch(() => (loading = null)));

const answer = self.postMessage.bind(self);
self.postMessage = (message) => {
  const { type, data } = message;
  if (type === READY) {
    isReady = true;
    hear(pieces ? served : pending);
    isReady = !pieces;
    return;
  }
  if (data) {
    data.items = rank(data.items);
    help.postMessage([asked, data.items.length ? [] : near.slice(0, 3)]);
  }
  answer(message);
  if (pieces) {
    loading = null;
    if (pending !== served) go();
  }
};

const go = () => {
  if (pending.data.trim()) return load();
  help.postMessage([pending.data, []]);
  answer({ type: RESULT, data: { items: [] } });
};

self.addEventListener("message", (event) => {
  const message = event.data;
  if (message.type === SETUP && message.data.docs.length) return learn(message.data.docs);
  if (message.type !== SETUP && isReady) {
    asked = message.data;
    near = nearest(asked.slice(0, 99));
    message.data = sent = loosen();
    return;
  }
  event.stopImmediatePropagation();
  if (message.type === SETUP) {
    setup = message;
    separator = new RegExp(setup.data.config.separator);
    pieces = setup.data.config.pieces;
    answer({ type: READY });
  } else {
    pending = message;
    go();
  }
});
