// The theme's search worker, with one rule on top: whoever types a name of an entry gets that entry first.
//
// The stock worker's file name comes behind the '#'. It is loaded unchanged; its answers pass through `nameFirst`.

const byName = new Map();
let asked = "";

const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[’ʼ]/g, "'")
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ");

/** Take the names of entries from the index; the build puts them there. */
const learn = (docs) => {
  for (const doc of docs)
    for (const name of doc.names ?? []) byName.set(fold(name), doc);
};

/** Move the entry that goes by the name asked for to the front, with the highest score. */
const nameFirst = (items) => {
  const doc = byName.get(fold(asked));
  if (!doc) return items;
  const best = Math.max(0, ...items.map(([first]) => first.score)) + 1;
  const isPage = (item) => item.location === doc.location;
  const group = items.find((found) => found.some(isPage)) ?? [{ ...doc, terms: {} }];
  const page = { ...group.find(isPage), score: best };
  return [[page, ...group.filter((item) => !isPage(item))], ...items.filter((found) => found !== group)];
};

const answer = self.postMessage.bind(self);
self.postMessage = (message) =>
  answer(message.data?.items ? { ...message, data: { ...message.data, items: nameFirst(message.data.items) } } : message);

self.addEventListener("message", ({ data: message }) => {
  if (message.data?.docs) learn(message.data.docs);
  else if (typeof message.data === "string") asked = message.data;
});

importScripts(new URL(`javascripts/workers/${self.location.hash.slice(1)}`, self.location));
