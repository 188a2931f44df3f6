// Writing in the texts of the active pair, and splitting them at the caret.
const EditorTexts = (() => {
  "use strict";

  const { operations, statusOf } = EditorModel;
  const { blank, likelyCut, sentenceStarts } = EditorSides;
  const session = EditorSession;
  const SIDES = ["source", "target"];
  const opposite = (side) => (side === "source" ? "target" : "source");

  /** Open a text of the active pair, or its note. */
  function write(side, offset) {
    const { pair } = session.here();
    const row = session.active;
    const place = side === "note" ? row.querySelector(".note") ?? newNote(row) : row.querySelectorAll("p.text")[SIDES.indexOf(side)];
    EditorFields.start({
      place, row, pair, side, offset, lang: place.lang, text: side === "note" ? pair.note : pair[side].text,
      label: session.textOf(side, { n: session.view.labelOf(pair) }),
    });
  }

  function newNote(row) {
    const note = document.createElement("p");
    note.className = "note";
    let meta = row.querySelector(".meta");
    if (!meta) {
      meta = document.createElement("div");
      meta.className = "meta";
      row.querySelectorAll("p.text")[1].after(meta);
    }
    meta.append(note);
    return note;
  }

  /** Close the text that is open and take over what was written; whether something was. */
  function settle() {
    if (!EditorFields.open) return false;
    const { row, pair, side, text, place } = EditorFields.close();
    if (side === "note" && !place.textContent) {
      place.remove();
      const meta = row.querySelector(".meta");
      if (!meta.childNodes.length) meta.remove();
    }
    const change = patchOf({ pair, side, text });
    if (!change) return false;
    session.make([change], side === "note" ? "said note" : "said edit", { n: session.view.labelOf(pair) });
    session.describe();
    return true;
  }

  /** What was written as a patch: {doc, patch}, or null. */
  function patchOf({ pair, side, text }) {
    if (text === null) return null;
    const doc = session.docs.findIndex((one) => one.pairs.includes(pair));
    const at = session.docs[doc].pairs.indexOf(pair);
    const patch = side === "note" ? operations.note(session.docs[doc], at, text) : operations.edit(session.docs[doc], at, side, text);
    return patch && { doc, patch };
  }

  /** The documents with what is being written. */
  function docsWithPending() {
    const pending = EditorFields.pending();
    const change = pending && patchOf(pending);
    return change ? session.docs.map((doc, at) => (at === change.doc ? EditorModel.apply(doc, change.patch) : doc)) : session.docs;
  }

  /** Enter in a text: it is right now; go on with the next. */
  function confirm() {
    const { side } = EditorFields.open;
    const written = settle();
    const { doc, pair } = session.here();
    if (side === "note") return session.activate(session.active);
    if (!written && statusOf(session.docs[doc], pair) !== "edited") session.mark("approved", "said approve");
    if (session.step(1) && !session.data.alignment) return write("target");
    return session.activate(session.active);
  }

  /**
   * Split a side at the caret. Where no text is open the other half of a split is suggested, or the beginning of a second
   * sentence taken; or a text is opened with the caret where a split is likely.
   */
  function split(wanted) {
    const field = EditorFields.open;
    if (field && field.side !== "note" && (!wanted || wanted === field.side)) {
      const offset = field.area.selectionStart;
      settle();
      return cut(field.side, offset, true);
    }
    settle();
    const { doc, at, pair } = session.here();
    if (wanted) return suggest(wanted);
    const next = session.docs[doc].pairs[at + 1];
    const rest = next && SIDES.find((side) => blank(next[side]) && !blank(next[opposite(side)]) && !blank(pair[side]));
    if (rest) return suggest(rest, shareOf(pair, next, opposite(rest)));
    const starts = SIDES.map((side) => sentenceStarts(pair[side].text));
    if (starts[0].length === 1) return cut("source", starts[0][0]);
    if (!starts[0].length && starts[1].length === 1) return cut("target", starts[1][0]);
    return suggest(blank(pair.source) || (!starts[0].length && starts[1].length) ? "target" : "source");
  }

  const shareOf = (first, second, side) => first[side].text.length / (first[side].text.length + second[side].text.length);

  function suggest(side, share = 0.5) {
    const { text } = session.here().pair[side];
    if (!text.trim()) return session.say("no text");
    write(side, likelyCut(text, share));
    return session.say("cut here");
  }

  /** Split, and go on with the other side: where it has several sentences, or the caret was put into a text. */
  function cut(side, offset, deliberate = false) {
    const { doc, at } = session.here();
    const count = session.docs[doc].pairs.length;
    if (!session.act("split", [side, offset], "said split", "no cut")) return write(side, offset);
    const [first, second] = session.docs[doc].pairs.slice(at, at + 2);
    if (session.docs[doc].pairs.length === count) return session.say("said fill", { n: session.view.labelOf(first) });
    const { text } = first[opposite(side)];
    return sentenceStarts(text).length || (deliberate && text.trim()) ? write(opposite(side), likelyCut(text, shareOf(first, second, side))) : null;
  }

  return { confirm, docsWithPending, settle, split, write };
})();
