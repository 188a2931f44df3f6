// The two sides of a pair, and where their texts come from. Nothing here touches the page.
//
// A side is {text, parts}. `parts` lists which originals the text comes from, in order, as [index of the original, length
// in UTF-16 units]; the lengths add up to that of the text. A part of length 0 is one whose words were deleted. By the
// parts the changes are found when they are saved, however often texts were joined, divided and moved.
const EditorSides = (() => {
  "use strict";

  const NOTHING = Object.freeze({ text: "", parts: Object.freeze([]) });

  const blank = (side) => !side.text.trim();

  /** The side of an original. */
  const whole = (text, at) => (text ? { text, parts: [[at, text.length]] } : NOTHING);

  /** Two texts as one; `space` comes between them. */
  function joined(first, second, space) {
    if (!second.text) return withParts(first, second.parts);
    if (!first.text) return { text: second.text, parts: compact([...first.parts, ...second.parts]) };
    const parts = [...first.parts];
    const [origin, length] = parts[parts.length - 1];
    parts[parts.length - 1] = [origin, length + space.length];
    return { text: first.text + space + second.text, parts: compact([...parts, ...second.parts]) };
  }

  function withParts(side, parts) {
    return parts.length ? { text: side.text, parts: compact([...side.parts, ...parts]) } : side;
  }

  function compact(parts) {
    const result = [];
    for (const [origin, length] of parts) {
      const last = result[result.length - 1];
      if (last?.[0] === origin) result[result.length - 1] = [origin, last[1] + length];
      else result.push([origin, length]);
    }
    return result;
  }

  /** A side in two at `offset`; white space at the cut goes. A character beyond U+FFFF is not divided. */
  function cut(side, offset) {
    if (offset > 0 && /^[\ud800-\udbff][\udc00-\udfff]/.test(side.text.slice(offset - 1))) offset--;
    const left = side.text.slice(0, offset).trimEnd();
    const right = side.text.slice(offset).trimStart();
    const heads = stretch(side.parts, 0, left.length);
    const tails = stretch(side.parts, side.text.length - right.length, side.text.length);
    const kept = new Set([...heads, ...tails].map(([origin]) => origin));
    const lost = side.parts.filter(([origin]) => !kept.has(origin)).map(([origin]) => [origin, 0]);
    return [{ text: left, parts: compact([...heads, ...lost]) }, { text: right, parts: tails }];
  }

  function stretch(parts, start, end) {
    const found = [];
    let at = 0;
    for (const [origin, length] of parts) {
      const inside = Math.min(end, at + length) - Math.max(start, at);
      if (inside > 0) found.push([origin, inside]);
      at += length;
    }
    return found;
  }

  /** A side in another wording: what is new belongs to the part that it was written into, or to the original `anchor`. */
  function reworded(side, text, anchor) {
    if (!side.parts.length) return whole(text, anchor);
    const old = side.text;
    const shorter = Math.min(old.length, text.length);
    let head = 0;
    while (head < shorter && old[head] === text[head]) head++;
    let tail = 0;
    while (tail < shorter - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
    let fresh = text.length - head - tail;
    let end = 0;
    const parts = side.parts.map(([origin, length], index) => {
      const start = end;
      end += length;
      let kept = Math.max(0, Math.min(end, head) - start) + Math.max(0, end - Math.max(start, old.length - tail));
      if (fresh && (end > head || index === side.parts.length - 1)) {
        kept += fresh;
        fresh = 0;
      }
      return [origin, kept];
    });
    return { text, parts };
  }

  /**
   * Sides whose texts are known and whose parts are not, as in a file that is opened: `pieces`, the originals'
   * texts as [index, text], became `texts`. Where a wording changed, each of them may come from all the originals.
   */
  function traced(pieces, texts) {
    const squeezed = (text) => text.replace(/\s+/g, "");
    if (pieces.length === 1) return texts.map((text) => whole(text, pieces[0][0]));
    if (squeezed(pieces.map(([, text]) => text).join("")) !== squeezed(texts.join(""))) {
      const others = pieces.slice(1).map(([at]) => [at, 0]);
      return texts.map((text) => ({ text, parts: [[pieces[0][0], text.length], ...others] }));
    }
    const left = pieces.map(([at, text]) => [at, squeezed(text).length]).filter(([, length]) => length);
    return texts.map((text) => {
      const parts = [];
      for (const letter of text.match(/\s+|\S/g) ?? []) {
        const solid = letter.trim() ? letter.length : 0;
        while (solid && !left[0][1]) left.shift();
        const origin = solid || !parts.length ? left[0]?.[0] ?? pieces[0][0] : parts[parts.length - 1][0];
        if (left.length) left[0][1] -= solid;
        parts.push([origin, letter.length]);
      }
      return text ? { text, parts: compact(parts) } : NOTHING;
    });
  }

  /** Offsets at which sentences begin, the first one left out. */
  function sentenceStarts(text) {
    const ends = /[.!?…]+["'»”’)\]]*\s+(?=\S)|[。！？]+[」』”)]*(?=\S)/g;
    return [...text.matchAll(ends)].map((end) => end.index + end[0].length);
  }

  /** Where to divide a text of which about `share` is to stay: at a sentence, or at a word, or at its end. */
  function likelyCut(text, share = 0.5) {
    const nearest = (offsets) => offsets.reduce((best, offset) =>
      (Math.abs(offset - share * text.length) < Math.abs(best - share * text.length) ? offset : best));
    const starts = sentenceStarts(text);
    if (starts.length) return nearest(starts);
    const words = [...text.matchAll(/\S\s+(?=\S)/g)].map((gap) => gap.index + gap[0].length);
    return words.length ? nearest(words) : text.length;
  }

  return { NOTHING, blank, cut, joined, likelyCut, reworded, sentenceStarts, traced, whole };
})();
if (typeof module !== "undefined") module.exports = EditorSides;
