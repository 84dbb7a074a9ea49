// @ts-check
/* Looks entries up by what a reader types: titles and other names, word by word, in any order, with slips of the keyboard. */

/** @typedef {{ id: string, names: string[] }} NamedEntry the title is the first name */

/**
 * Return the words of a text without case, marks, apostrophes and small words.
 * @param {string} text
 */
function fold(text) {
  const plain = text.normalize("NFKD").replace(/['’]s\b|[\p{M}'’]/gu, "").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  const others = words.filter((word) => !/^(the|an?|of|to|in|and|did|was|why)$/.test(word));
  return others.length ? others : words;
}

/**
 * Return whether two words differ by at most so many insertions, deletions and substitutions (Levenshtein 1965).
 * @param {string} first
 * @param {string} second
 * @param {number} limit
 * @returns {boolean}
 */
function isNear(first, second, limit) {
  if (first === second) return true;
  const [a, b] = [first.slice(1), second.slice(1)];
  if (first[0] === second[0]) return isNear(a, b, limit);
  return limit > 0 && (isNear(a, b, limit - 1) || isNear(a, second, limit - 1) || isNear(first, b, limit - 1));
}

/**
 * Return whether a typed word stands for a word of a name: as its beginning or its plural.
 * @param {string} typed
 * @param {string} word
 */
const isStem = (typed, word) => word.startsWith(typed) || (typed > "\u2e80" ? word.includes(typed) : word.length > 3 && typed.startsWith(word));

/**
 * Return whether a typed word is a word of a name with slips.
 * @param {string} typed
 * @param {string} word
 */
const isSlip = (typed, word) => isNear(typed, word, Math.min(2, typed.length >> 2));

/**
 * Return the ids of the entries that a text names, and whether it names them only nearly.
 *
 * An id or a whole name counts more than words of one, and these count more than words with slips.
 * @param {string} text
 * @param {NamedEntry[]} entries
 */
export function findEntries(text, entries) {
  const query = fold(text);
  const folded = entries.map(({ id, names }) => ({ id, names: names.map(fold) }));
  /** @type {(matches: (typed: string, word: string) => boolean) => (name: string[]) => boolean} */
  const hasAll = (matches) => (name) => query.length > 0 && query.every((typed) => name.some((word) => matches(typed, word)));
  /** @type {((name: string[], id: string) => boolean)[]} */
  const tests = [(_, id) => id === text, (name) => name[0] > "" && name.join() === query.join(), hasAll(isStem), hasAll(isSlip)];
  const results = tests.map((test) => folded.filter(({ id, names }) => names.some((name) => test(name, id))).map(({ id }) => id));
  const rank = results.findIndex((ids) => ids[0]);
  return { ids: results[rank] ?? [], isApproximate: rank > 2 };
}
