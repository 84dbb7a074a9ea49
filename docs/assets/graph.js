/* What follows from the links of the page, which stand in its list: each item's id is "cause--effect". */

export class Graph {
  constructor(items) {
    this.links = Array.from(items, (item) => {
      const [cause, effect] = item.id.split("--");
      return { id: item.id, cause, effect, basis: item.dataset.basis, isCause: item.dataset.relation === "cause" };
    });
    const causal = this.links.filter((link) => link.isCause);
    this.causes = Map.groupBy(causal, (link) => link.effect);
    this.effects = Map.groupBy(causal, (link) => link.cause);
  }

  /** Everything that led to an entry, with how many links away it is. */
  before(id) {
    return reach(id, (name) => (this.causes.get(name) ?? []).map((link) => link.cause));
  }

  /** Everything that an entry led to, with how many links away it is. */
  after(id) {
    return reach(id, (name) => (this.effects.get(name) ?? []).map((link) => link.effect));
  }

  /** What would lose every recorded cause without an entry, and what would lose one of several. */
  without(id) {
    const gone = new Set([id]);
    for (let before = 0; before !== gone.size; ) {
      before = gone.size;
      for (const [name, links] of this.causes) {
        if (links.every((link) => gone.has(link.cause))) gone.add(name);
      }
    }
    const hit = Array.from(this.causes.keys()).filter(
      (name) => !gone.has(name) && this.causes.get(name).some((link) => gone.has(link.cause)),
    );
    gone.delete(id);
    return { fallen: gone, weakened: new Set(hit) };
  }

  /** Chains from one entry to another, as lists of links, the shortest first: so many at most, and how many there are.
      Where chains are too many to hold at once, some of one length are left out for others of that length. */
  chains(from, to, most) {
    const towards = this.before(to);
    const steps = (name) => (this.effects.get(name) ?? []).filter((link) => link.effect === to || towards.has(link.effect));
    const counts = new Map([[to, 1n]]);
    const count = (name) => {
      if (!counts.has(name)) counts.set(name, steps(name).reduce((sum, link) => sum + count(link.effect), 0n));
      return counts.get(name);
    };
    const found = [];
    let partial = from === to ? [] : steps(from).map((link) => [link]);
    while (partial.length && found.length < most) {
      const next = [];
      for (const chain of partial) {
        const end = chain.at(-1).effect;
        if (end === to) found.push(chain);
        else next.push(...steps(end).slice(0, most).map((link) => [...chain, link]));
      }
      partial = next.slice(0, most * 20);
    }
    return { chains: found.slice(0, most), total: from === to ? 0n : count(from) };
  }

  /** The entry that two others have in common among what led to them, or what they led to, fewest links away. */
  nearest(one, other, side) {
    const [mine, theirs] = [this[side](one), this[side](other)];
    let best = null;
    for (const [name, distance] of mine) {
      if (!theirs.has(name)) continue;
      const sum = distance + theirs.get(name);
      if (best === null || sum < best.sum) best = { name, sum };
    }
    return best?.name ?? null;
  }
}

function reach(id, steps) {
  const distances = new Map();
  let edge = [id];
  for (let distance = 1; edge.length; distance += 1) {
    edge = [...new Set(edge.flatMap(steps))].filter((name) => !distances.has(name));
    for (const name of edge) distances.set(name, distance);
  }
  return distances;
}
