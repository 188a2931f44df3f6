// The file of decisions: which pairs were changed, found by comparing the pairs of a document with its originals; and
// such a file read again. Nothing here touches the page.
const EditorDecisions = ((model, sides) => {
  "use strict";

  const { isUnchanged, newKey, originalOf, statusOf } = model;
  const { traced, whole } = sides;
  const STATUSES = ["draft", "approved", "edited", "rejected"];

  /**
   * The smallest runs of originals and of the pairs that stand for them now: {low, high, at, pairs}, `low` to `high` the
   * originals, inclusive, `at` the index of the first pair. Together they hold every original and every pair, in order.
   */
  function runs(doc) {
    const found = [];
    doc.pairs.forEach((pair, at) => {
      let low = Infinity;
      let high = -1;
      for (const side of [pair.source, pair.target]) {
        for (const [origin] of side.parts) [low, high] = [Math.min(low, origin), Math.max(high, origin)];
      }
      let run = high < 0 ? { low: pair.home, high: pair.home, at, pairs: [pair] } : { low, high, at, pairs: [pair] };
      while (found.length && found[found.length - 1].high >= run.low) {
        const before = found.pop();
        run = {
          low: Math.min(before.low, run.low), high: Math.max(before.high, run.high),
          at: before.at, pairs: before.pairs.concat(run.pairs),
        };
      }
      found.push(run);
    });
    // an original that has left no trace, as one without any text, goes with the run before it
    found.forEach((run, index) => {
      if (!index) run.low = 0;
      run.high = index + 1 < found.length ? found[index + 1].low - 1 : doc.originals.length - 1;
    });
    return found;
  }

  /** The run that holds the pair at an index. */
  const runOf = (doc, at) => runs(doc).find((run) => run.at <= at && at < run.at + run.pairs.length);

  /** Whether a run is as it was. */
  function isAsItWas(doc, { low, high, pairs }) {
    return pairs.length === high - low + 1 && pairs.every((pair, index) => isStill(doc, pair, low + index));
  }

  const isStill = (doc, pair, at) => isUnchanged(doc, pair) && originalOf(doc, pair) === doc.originals[at];

  /** The changes of a document: [{replaces: [{id, check}], pairs: [{source, target, status, note}]}]. */
  function changes(doc) {
    if (doc.pairs === doc.first) return [];
    return runs(doc).filter((run) => !isAsItWas(doc, run)).map(({ low, high, pairs }) => {
      let [start, end] = [0, pairs.length];
      while (end - start > 1 && low < high && isStill(doc, pairs[start], low)) [start, low] = [start + 1, low + 1];
      while (end - start > 1 && low < high && isStill(doc, pairs[end - 1], high)) [end, high] = [end - 1, high - 1];
      return {
        replaces: doc.originals.slice(low, high + 1).map(({ id, check }) => ({ id, check })),
        pairs: pairs.slice(start, end).map((pair) => ({
          source: pair.source.text, target: pair.target.text, status: statusOf(doc, pair), note: pair.note,
        })),
      };
    });
  }

  /** The contents of a file of decisions. */
  const fileOf = (docs, corpus, saved) => ({ "align-decisions": 1, corpus, saved, changes: docs.flatMap(changes) });

  /**
   * The documents with the changes of a file made to their originals: {docs, applied, refused}, the latter two counts. A
   * change is refused whose pairs are not in this corpus, or not as they were. Raises an Error for what is no such file.
   */
  function adopt(docs, file) {
    if (file?.["align-decisions"] !== 1 || !Array.isArray(file.changes)) throw new Error("this is no file of decisions");
    const places = new Map();
    docs.forEach((doc, at) => doc.originals.forEach(({ id, check }, index) => {
      const name = `${id}\n${check}`;
      if (!places.has(name)) places.set(name, []);
      places.get(name).push([at, index]);
    }));
    const taken = docs.map(() => new Map());
    let applied = 0;
    for (const change of file.changes) {
      const place = isChange(change) ? placeOf(docs, places, taken, change.replaces) : null;
      if (!place) continue;
      change.replaces.forEach((_, index) => taken[place[0]].set(place[1] + index, index ? null : change));
      applied++;
    }
    const now = docs.map((doc, at) => ({ ...doc, pairs: taken[at].size ? replayed(doc, taken[at]) : doc.first }));
    return { docs: now, applied, refused: file.changes.length - applied };
  }

  function isChange(change) {
    const isText = (value) => typeof value === "string";
    const filled = (list) => Array.isArray(list) && list.length > 0;
    return filled(change?.replaces) && filled(change.pairs) && change.pairs.every((pair) => pair
      && isText(pair.source) && isText(pair.target) && STATUSES.includes(pair.status) && isText(pair.note ?? ""));
  }

  /** Where a change belongs: [index of the document, index of the first original]. */
  function placeOf(docs, places, taken, replaces) {
    const isOne = (original, one) => original && original.id === one?.id && original.check === one?.check;
    return places.get(`${replaces[0]?.id}\n${replaces[0]?.check}`)?.find(([at, low]) => replaces.every((one, index) =>
      isOne(docs[at].originals[low + index], one) && !taken[at].has(low + index)));
  }

  function replayed(doc, taken) {
    return doc.first.flatMap((pair, at) => {
      const change = taken.get(at);
      if (!change) return change === undefined ? [pair] : [];
      return standingFor(doc, at, at + change.replaces.length - 1, change.pairs);
    });
  }

  function standingFor(doc, low, high, texts) {
    const originals = doc.originals.slice(low, high + 1);
    const trace = (side) =>
      traced(originals.map((one, index) => [low + index, one[side]]), texts.map((text) => text[side]));
    const [sources, targets] = [trace("source"), trace("target")];
    return texts.map(({ source, target, status, note = "" }, index) => {
      const key = index <= high - low ? doc.first[low + index].key : newKey();
      const pair = { key, home: Math.min(low + index, high), source: sources[index], target: targets[index], mark: null, note };
      // one that does not count as edited is an original as it was, in the midst of others that were not
      const as = status === "edited" ? -1 : originals.findIndex((one) => one.source === source && one.target === target);
      if (as >= 0) [pair.source, pair.target] = [whole(source, low + as), whole(target, low + as)];
      if (status === "rejected" || originalOf(doc, pair)) pair.mark = status;
      return Object.freeze(pair);
    });
  }

  return { adopt, changes, fileOf, isAsItWas, runOf, runs };
})(
  typeof module !== "undefined" ? require("./editor_model.js") : EditorModel,
  typeof module !== "undefined" ? require("./editor_sides.js") : EditorSides,
);
if (typeof module !== "undefined") module.exports = EditorDecisions;
