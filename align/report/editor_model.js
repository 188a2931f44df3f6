// What the editor knows: the pairs of each document, and the operations on them. Nothing here touches the page.
//
// A document is {name, spaces, originals, first, pairs}: what it was made of, and its pairs at first and now. A pair is
// {key, home, source, target, mark, note}; it is never changed, only replaced. Its sides are described in
// editor_sides.js. `mark` is the status that the reviewer chose, or null; `home` the original that a pair without any
// text belongs to.
//
// An operation is a function of a document that returns a patch, or null where there is nothing to do. A patch
// {at, before, after, focus} says that the pairs `after` take the place of the pairs `before`, from index `at` on; `focus`
// is the index of the pair to go on with. Turned round, it is its own undo.
const EditorModel = ((sides) => {
  "use strict";

  const { NOTHING, blank, cut, joined, reworded, whole } = sides;
  const SIDES = ["source", "target"];
  let lastKey = 0;

  /** The state at the beginning, of [{name, spaces, originals}]; `spaces` come between joined sources and targets. */
  function open(docs) {
    return docs.map((doc) => {
      const first = doc.originals.map(({ source, target, note }, at) => Object.freeze({
        key: ++lastKey, home: at, source: whole(source, at), target: whole(target, at), mark: null, note,
      }));
      return { ...doc, first, pairs: first };
    });
  }

  const opposite = (side) => (side === "source" ? "target" : "source");
  const made = (pair, fields) => Object.freeze({ ...pair, ...fields });
  /** A pair that was changed by an operation: what the reviewer approved was another, what is of no use stays so. */
  const settled = (pair, fields) => made(pair, { ...fields, mark: pair.mark === "rejected" ? "rejected" : null });
  const alone = (pair, side, text) =>
    Object.freeze({ key: ++lastKey, home: pair.home, source: NOTHING, target: NOTHING, mark: null, note: "", [side]: text });
  const notes = (...texts) => [...new Set(texts.filter(Boolean))].join("\n");

  /** A patch; of the pairs `after`, those without any text go. `focus` is an index in `after`. */
  function patch(at, before, after, focus) {
    const known = new Set(before);
    const gone = (pair) => blank(pair.source) && blank(pair.target) && !known.has(pair);
    const stays = after.some((pair) => !gone(pair)) ? (pair) => !gone(pair) : (pair) => pair === after[0];
    const kept = after.filter(stays);
    let to = 0;
    let now = 0;
    after.forEach((pair, index) => {
      if (index === focus) now = Math.min(to, kept.length - 1);
      if (stays(pair)) to++;
      else kept[Math.max(0, to - 1)] = withRests(kept[Math.max(0, to - 1)], pair);
    });
    return { at, before, after: kept, focus: at + now };
  }

  /** A pair with what is left of one that goes: its note, and which originals it stood for. */
  function withRests(pair, gone) {
    return made(pair, {
      source: joined(pair.source, gone.source, ""), target: joined(pair.target, gone.target, ""),
      note: notes(pair.note, gone.note),
    });
  }

  const operations = {
    /** Another wording of a side. */
    edit({ pairs }, at, side, text) {
      const pair = pairs[at];
      if (pair[side].text === text) return null;
      const anchor = pair[opposite(side)].parts[0]?.[0] ?? pair.home;
      return { at, before: [pair], after: [settled(pair, { [side]: reworded(pair[side], text, anchor) })], focus: at };
    },

    /** Another status, as the reviewer chose it. */
    mark({ pairs }, at, status) {
      return { at, before: [pairs[at]], after: [made(pairs[at], { mark: status })], focus: at };
    },

    /** Another note. */
    note({ pairs }, at, note) {
      return pairs[at].note === note ? null : { at, before: [pairs[at]], after: [made(pairs[at], { note })], focus: at };
    },

    /** A pair and the next become one. */
    join({ pairs, spaces }, at) {
      const [first, second] = pairs.slice(at, at + 2);
      if (!second) return null;
      const one = made(first, {
        source: joined(first.source, second.source, spaces[0]),
        target: joined(first.target, second.target, spaces[1]),
        mark: first.mark === "rejected" && second.mark === "rejected" ? "rejected" : null,
        note: notes(first.note, second.note),
      });
      return patch(at, [first, second], [one], 0);
    },

    /**
     * The rest of a side from `offset` on becomes a pair of its own below; or it goes to the next pair, if that has
     * nothing on this side, as after a split of the other side.
     */
    split({ pairs }, at, side, offset) {
      const [pair, next] = pairs.slice(at, at + 2);
      const [left, right] = cut(pair[side], offset);
      if (!left.text || !right.text) return null;
      const first = settled(pair, { [side]: left });
      if (next && blank(next[side]) && !blank(next[opposite(side)])) {
        return patch(at, [pair, next], [first, settled(next, { [side]: joined(next[side], right, "") })], 0);
      }
      return patch(at, [pair], [first, alone(pair, side, right)], 0);
    },

    /** The two sides of a pair stand alone. */
    unlink({ pairs }, at) {
      const pair = pairs[at];
      if (blank(pair.source) || blank(pair.target)) return null;
      return patch(at, [pair], [settled(pair, { target: NOTHING }), alone(pair, "target", pair.target)], 0);
    },

    /** A pair and the next exchange their translations. */
    exchange({ pairs }, at) {
      const [first, second] = pairs.slice(at, at + 2);
      if (!second || (blank(first.target) && blank(second.target))) return null;
      const after = [settled(first, { target: second.target }), settled(second, { target: first.target })];
      return patch(at, [first, second], after, 0);
    },

    /** A side goes to the pair below (`step` 1) or above (-1), before or behind what is there. */
    move({ pairs, spaces }, at, side, step) {
      const pair = pairs[at];
      if (blank(pair[side])) return null;
      const left = settled(pair, { [side]: NOTHING });
      const to = pairs[at + step];
      if (!to && blank(pair[opposite(side)])) return null;
      const space = spaces[SIDES.indexOf(side)];
      if (step > 0) {
        const taker = to ? settled(to, { [side]: joined(pair[side], to[side], space) }) : alone(pair, side, pair[side]);
        return patch(at, to ? [pair, to] : [pair], [left, taker], 1);
      }
      const taker = to ? settled(to, { [side]: joined(to[side], pair[side], space) }) : alone(pair, side, pair[side]);
      return to ? patch(at - 1, [to, pair], [taker, left], 0) : patch(at, [pair], [taker, left], 0);
    },

    /**
     * A side of this pair and of those below moves by one: down (`step` 1), which leaves a gap here, or up (-1), which
     * closes a gap here, or joins this text to the one above. It moves as far as there is room: down to the next pair
     * that has nothing on this side; up to the next that has nothing on the other, and goes. Else it moves to the end.
     */
    pull({ pairs, spaces }, at, side, step) {
      const ends = step > 0 ? (pair) => blank(pair[side]) : (pair) => blank(pair[opposite(side)]) && !blank(pair[side]);
      const last = pairs.findIndex((pair, index) => index > at && ends(pair));
      const rows = pairs.slice(at, last < 0 ? pairs.length : last + 1);
      const column = rows.map((pair) => pair[side]);
      while (column.length && blank(column[column.length - 1])) column.pop();
      if (!column.length) return null;
      const place = (pair, text) => (pair[side] === text ? pair : settled(pair, { [side]: text }));
      if (step > 0) {
        const before = rows.slice(0, column.length + 1);
        const after = before.map((pair, index) => place(pair, index ? column[index - 1] : NOTHING));
        if (before.length === column.length) after.push(alone(rows[rows.length - 1], side, column[column.length - 1]));
        return patch(at, before, after, 0);
      }
      const before = rows.slice(0, column.length);
      const after = before.map((pair, index) => place(pair, column[index + 1] ?? NOTHING));
      if (blank(column[0])) {
        after[0] = settled(after[0], { [side]: joined(column[0], after[0][side], "") });
        return patch(at, before, after, 0);
      }
      if (!at) return null;
      const above = pairs[at - 1];
      const taker = settled(above, { [side]: joined(above[side], column[0], spaces[SIDES.indexOf(side)]) });
      return patch(at - 1, [above, ...before], [taker, ...after], 1);
    },

    /** Pairs that stood at first from `low` to `high` come back, in place of `count` pairs. */
    restore({ pairs, first }, at, count, low, high) {
      const before = pairs.slice(at, at + count);
      const others = new Set([...pairs.slice(0, at), ...pairs.slice(at + count)].map((pair) => pair.key));
      const back = first.slice(low, high + 1);
      const after = back.map((pair) => (others.has(pair.key) ? made(pair, { key: ++lastKey }) : pair));
      return { at, before, after, focus: at };
    },
  };

  /** The document after a patch. */
  function apply(doc, { at, before, after }) {
    return { ...doc, pairs: [...doc.pairs.slice(0, at), ...after, ...doc.pairs.slice(at + before.length)] };
  }

  /** The patch that takes another one back. */
  const undone = ({ at, before, after }) => ({ at, before: after, after: before, focus: at });

  /** The original that a pair still is, word for word; null for one whose texts or borders changed. */
  function originalOf(doc, pair) {
    const parts = [...pair.source.parts, ...pair.target.parts];
    const origin = parts.length ? parts[0][0] : pair.home;
    const original = doc.originals[origin];
    const same = original.source === pair.source.text && original.target === pair.target.text;
    return same && parts.every((part) => part[0] === origin) ? original : null;
  }

  /** The status of a pair: what was rejected stays so, what was changed counts as edited, else what was chosen. */
  function statusOf(doc, pair) {
    if (pair.mark === "rejected") return "rejected";
    const original = originalOf(doc, pair);
    return original ? pair.mark ?? original.status : "edited";
  }

  /** Whether nothing of a pair was changed: texts, borders, status, note. */
  function isUnchanged(doc, pair) {
    const original = originalOf(doc, pair);
    return original !== null && original.note === pair.note && (pair.mark ?? original.status) === original.status;
  }

  const newKey = () => ++lastKey;
  return { apply, isUnchanged, newKey, open, operations, originalOf, statusOf, undone };
})(typeof module !== "undefined" ? require("./editor_sides.js") : EditorSides);
if (typeof module !== "undefined") module.exports = EditorModel;
