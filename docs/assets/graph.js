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
   * Return the entries that lose every recorded cause without an entry, and those that lose some of several.
   * @param {string} id
   */
  without(id) {
    const dominated = new Set([id]);
    /** @type {Set<string>} */
    const weakened = new Set();
    for (let size = 0; size !== dominated.size; ) {
      size = dominated.size;
      weakened.clear();
      for (const [name, links] of this.causes) {
        const count = links.filter((link) => dominated.has(link.cause)).length;
        if (count === links.length) dominated.add(name);
        else if (count) weakened.add(name);
      }
    }
    dominated.delete(id);
    return { dominated, weakened };
  }

  /**
   * Return chains of links from one entry to another, the shortest first, and how many there are in all.
   *
   * A breadth-first search over partial chains. Where these are too many to hold at once, some of one length are left out
   * for others of that length.
   * @param {string} from
   * @param {string} to
   * @param {number} limit how many chains to return at most
   */
  chains(from, to, limit) {
    const ancestors = this.ancestors(to);
    /** @param {string} name */
    const steps = (name) => (this.effects.get(name) ?? []).filter(({ effect }) => effect === to || ancestors.has(effect));
    const counts = new Map([[to, 1n]]);
    /** @type {(name: string) => bigint} */
    const count = (name) => {
      const sum = counts.get(name) ?? steps(name).reduce((total, link) => total + count(link.effect), 0n);
      counts.set(name, sum);
      return sum;
    };
    const chains = [];
    let partial = from === to ? [] : steps(from).map((link) => [link]);
    while (partial.length && chains.length < limit) {
      const next = [];
      for (const chain of partial) {
        const { effect } = chain[chain.length - 1];
        if (effect === to) chains.push(chain);
        else next.push(...steps(effect).slice(0, limit).map((link) => [...chain, link]));
      }
      partial = next.slice(0, limit * 20);
    }
    return { chains: chains.slice(0, limit), total: from === to ? 0n : count(from) };
  }

  /**
   * Return the entry with the least sum of distances among the common ancestors or descendants of two; null for none.
   * @param {string} first
   * @param {string} second
   * @param {"ancestors" | "descendants"} side
   */
  nearestCommon(first, second, side) {
    const [near, far] = [this[side](first), this[side](second)];
    let nearest = null;
    let least = Infinity;
    for (const [name, distance] of near) {
      const sum = distance + (far.get(name) ?? Infinity);
      if (sum < least) [nearest, least] = [name, sum];
    }
    return nearest;
  }
}

/**
 * Return the distance of everything that links lead to from an entry, by breadth-first search: the map is its queue, too.
 * @param {string} id
 * @param {LinksByEntry} links
 * @param {"cause" | "effect"} end the end of a link that it leads to
 */
function distances(id, links, end) {
  const found = new Map([[id, 0]]);
  for (const [name, distance] of found) {
    for (const link of links.get(name) ?? []) {
      if (!found.has(link[end])) found.set(link[end], distance + 1);
    }
  }
  found.delete(id);
  return found;
}
