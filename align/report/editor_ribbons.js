// The picture of an alignment, as align/report/figures.py draws it at first.
const EditorRibbons = (() => {
  "use strict";

  const [WIDTH, HEIGHT, MOST] = [1000, 74, 300];
  const RANKS = { confirmed: 0, corrected: 1, rejected: 1, "": 2, warning: 3, error: 4 };

  /** A band for each pair: {pair, look, source, target}, the sides from and to where their texts stood at first. */
  function bands(doc, lookOf) {
    const sources = places(doc, "source");
    const targets = places(doc, "target");
    return doc.pairs.map((pair, at) => ({ pair, look: lookOf(pair), source: sources[at], target: targets[at] }));
  }

  /** Where the texts of a side stood. What is left of an original is spread over its place in the order of the pairs. */
  function places(doc, side) {
    const totals = new Map();
    for (const pair of doc.pairs) {
      for (const [origin, length] of pair[side].parts) totals.set(origin, (totals.get(origin) ?? 0) + length);
    }
    const done = new Map();
    let end = 0;
    return doc.pairs.map((pair) => {
      let [low, high] = [Infinity, -Infinity];
      for (const [origin, length] of pair[side].parts) {
        if (!length) continue;
        const [start, stop] = doc.originals[origin][`${side}Place`];
        const before = done.get(origin) ?? 0;
        done.set(origin, before + length);
        const at = (share) => start + (stop - start) * share / totals.get(origin);
        [low, high] = [Math.min(low, at(before)), Math.max(high, at(before + length))];
      }
      if (low > high) return [end, end];
      end = high;
      return [low, high];
    });
  }

  /** At most 300 bands: neighbours together, with the look of the most doubtful. */
  function merged(list) {
    const size = Math.ceil(list.length / MOST);
    if (size <= 1) return list;
    const result = [];
    for (let start = 0; start < list.length; start += size) {
      const group = list.slice(start, start + size);
      const worst = group.reduce((one, other) => (RANKS[other.look] > RANKS[one.look] ? other : one));
      const hull = (side) => {
        const full = group.map((band) => band[side]).filter(([low, high]) => low < high);
        if (!full.length) return group[0][side];
        return [Math.min(...full.map(([low]) => low)), Math.max(...full.map(([, high]) => high))];
      };
      result.push({ ...worst, source: hull("source"), target: hull("target") });
    }
    return result;
  }

  /** Draw bands, {look, source, target, href, name}, into a group of the picture. */
  function paint(group, list) {
    const scale = (side) => WIDTH / (Math.max(...list.map((band) => band[side][1])) || 1);
    const [sources, targets] = [scale("source"), scale("target")];
    const links = list.map(({ look, source, target, href, name }) => {
      const link = document.createElementNS(group.namespaceURI, "a");
      const path = document.createElementNS(group.namespaceURI, "path");
      link.setAttribute("href", href);
      link.setAttribute("tabindex", "-1");
      link.setAttribute("aria-label", name);
      const alone = source[0] === source[1] || target[0] === target[1];
      path.setAttribute("class", `${look}${alone ? " alone" : ""}`);
      path.setAttribute("d", outline(edges(source, sources), edges(target, targets)));
      link.append(path);
      return link;
    });
    group.replaceChildren(...links);
  }

  function edges([low, high], scale) {
    const [left, right] = [low * scale, high * scale];
    return right - left > 1.6 ? [left, right - 0.8] : [left, right];
  }

  function outline(source, target) {
    const [a, b, c, d] = [...source, ...target].map((x) => x.toFixed(1));
    const half = HEIGHT / 2;
    return `M${a} 0L${b} 0C${b} ${half} ${d} ${half} ${d} ${HEIGHT}L${c} ${HEIGHT}C${c} ${half} ${a} ${half} ${a} 0Z`;
  }

  return { bands, merged, paint };
})();
