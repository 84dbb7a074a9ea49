// @ts-check
/* The causal graph of the links that a page lists, and what follows from it; macros/analysis/causality.py computes the same
   for pages. */

/**
 * @typedef {object} Link
 * @property {string} id "cause--effect", the id of its list item
 * @property {string} cause id of an entry
 * @property {string} effect id of an entry
 * @property {string} basis how the account supports it
 *
 * @typedef {Map<string, Link[]>} LinksByEntry
 *
 * @typedef {object} Branch a step of a tree of chains
 * @property {Link} link
 * @property {boolean} isRepeat whether the chains onward are listed at an earlier step to the same entry
 * @property {Branch[]} branches the steps onward
 */

export class Graph {
  /** @param {Iterable<HTMLElement>} items list items of a link of cause and effect each */
  constructor(items) {
    this.links = Array.from(items, ({ id, dataset: { basis } }) => {
      const [cause, effect] = id.split("--");
      return /** @type {Link} */ ({ id, cause, effect, basis });
    });
    /** @type {LinksByEntry} */
    this.causes = Map.groupBy(this.links, (link) => link.effect);
    /** @type {LinksByEntry} */
    this.effects = Map.groupBy(this.links, (link) => link.cause);
  }

  /**
   * Return everything that led to an entry: ids, with the distance in links.
   * @param {string} id
   */
  ancestors(id) {
    return distances(id, this.causes, "cause");
  }

  /**
   * Return everything that an entry led to: ids, with the distance in links.
   * @param {string} id
   */
  descendants(id) {
    return distances(id, this.effects, "effect");
  }

  /**
   * Return the entries that lose every recorded cause without an entry; and of those that lose some of several, how many
   * causes they keep.
   * @param {string} id
   */
  without(id) {
    const dominated = new Set([id]);
    /** @type {Map<string, number>} */
    const weakened = new Map();
    for (let size = 0; size !== dominated.size; ) {
      size = dominated.size;
      weakened.clear();
      for (const [name, links] of this.causes) {
        const count = links.filter((link) => !dominated.has(link.cause)).length;
        if (!count) dominated.add(name);
        else if (count < links.length) weakened.set(name, count);
      }
    }
    dominated.delete(id);
    return { dominated, weakened };
  }

  /**
   * Return the number of chains of links from one entry to another.
   * @param {string} from
   * @param {string} to
   * @param {(link: Link) => boolean} [isOpen] whether a chain may have a link
   */
  countChains(from, to, isOpen = () => true) {
    const counts = new Map([[to, 1n]]);
    /** @type {(name: string) => bigint} */
    const count = (name) => {
      let sum = counts.get(name);
      if (sum === undefined) {
        sum = (this.effects.get(name) ?? []).filter(isOpen).reduce((total, { effect }) => total + count(effect), 0n);
        counts.set(name, sum);
      }
      return sum;
    };
    return count(from);
  }

  /**
   * Return the entries that every chain from one entry to another passes, in the order of the chains.
   * @param {string} from
   * @param {string} to
   */
  waypoints(from, to) {
    const total = this.countChains(from, to);
    const between = Array.from(this.ancestors(to).keys()).filter((id) => id !== from);
    return between.filter((id) => this.countChains(from, id) * this.countChains(id, to) === total).reverse();
  }

  /**
   * Return all chains from one entry to another as a tree, shorter chains first. Chains with the same beginning share its
   * steps, and what follows an entry is listed once.
   * @param {string} from
   * @param {string} to
   */
  chainTree(from, to) {
    const remaining = this.ancestors(to).set(to, 0);
    const expanded = new Set();
    /** @type {(id: string) => Branch[]} */
    const grow = (id) => {
      const links = (this.effects.get(id) ?? []).filter(({ effect }) => remaining.has(effect));
      links.sort((a, b) => Number(remaining.get(a.effect)) - Number(remaining.get(b.effect)));
      return links.map((link) => {
        const isRepeat = expanded.has(link.effect);
        if (link.effect !== to) expanded.add(link.effect);
        return { link, isRepeat, branches: isRepeat || link.effect === to ? [] : grow(link.effect) };
      });
    };
    return grow(from);
  }

  /**
   * Return the entry with the least sum of distances among the common ancestors or descendants of two; undefined for none.
   * @param {string} first
   * @param {string} second
   * @param {"ancestors" | "descendants"} side
   */
  nearestCommon(first, second, side) {
    const far = this[side](second);
    /** @type {(common: [string, number]) => number} */
    const sum = ([name, distance]) => distance + Number(far.get(name));
    const common = Array.from(this[side](first)).filter(([name]) => far.has(name));
    return common.sort((a, b) => sum(a) - sum(b))[0]?.[0];
  }
}

/**
 * Return the distance of everything that links lead to from an entry, by breadth-first search: the map is its queue, too.
 * @param {string} id
 * @param {LinksByEntry} links
 * @param {"cause" | "effect"} end the end of a link that it leads to
 */
function distances(id, links, end) {
  const queue = new Map([[id, 0]]);
  for (const [name, distance] of queue) {
    for (const link of links.get(name) ?? []) {
      if (!queue.has(link[end])) queue.set(link[end], distance + 1);
    }
  }
  queue.delete(id);
  return queue;
}
