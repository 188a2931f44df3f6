// The rows of the page: each shows a pair of the model. A row is made from that of the original which its pair comes from.
// It consists of the number, the two texts and what stands below them; children are found by their place, which is quick.
const EditorView = (() => {
  "use strict";

  const { isUnchanged, originalOf, statusOf } = EditorModel;

  /** The view of the documents as they are at first, whose rows are on the page. */
  function create(docs, data, words) {
    const sections = [...Page.main.querySelectorAll("section.doc")];
    const rowOf = new Map();  // by the key of a pair
    const pairOf = new Map();  // of a row: {doc, pair, label}
    const bases = new Map();  // rows of originals as they were, by "document original"
    const firstRows = sections.map((section) => [...section.querySelectorAll(".pair")]);
    docs.forEach((doc, at) => doc.pairs.forEach((pair, index) => {
      rowOf.set(pair.key, firstRows[at][index]);
      pairOf.set(firstRows[at][index], { doc: at, pair, label: String(doc.originals[index].n) });
    }));

    /** The row of an original as it was: asked for before that row is touched. */
    function base(at, origin) {
      const name = `${at} ${origin}`;
      if (!bases.has(name)) bases.set(name, firstRows[at][origin].cloneNode(true));
      return bases.get(name);
    }

    const originOf = (pair) => (pair.source.parts[0] ?? pair.target.parts[0])?.[0] ?? pair.home;

    /** Show a document after a patch. */
    function render(docs, at, patch) {
      const doc = docs[at];
      const stays = new Set(patch.after.map((pair) => pair.key));
      for (const pair of patch.before) {
        if (stays.has(pair.key)) continue;
        const row = rowOf.get(pair.key);
        base(at, pair.home);
        row.remove();
        rowOf.delete(pair.key);
        pairOf.delete(row);
        Page.homes.delete(row);
        Page.stale(row);
      }
      let next = rowOf.get(doc.pairs[patch.at + patch.after.length]?.key) ?? null;
      for (let index = patch.after.length - 1; index >= 0; index--) {
        const pair = patch.after[index];
        let row = rowOf.get(pair.key);
        if (!row) {
          row = base(at, originOf(pair)).cloneNode(true);
          row.id = `q${pair.key}`;
          row.hidden = false;
          row.tabIndex = -1;
          rowOf.set(pair.key, row);
          pairOf.set(row, { doc: at });
          Page.homes.set(row, sections[at]);
        }
        if (row.parentNode !== sections[at] || row.nextElementSibling !== next) sections[at].insertBefore(row, next);
        update(row, at, doc, pair);
        next = row;
      }
      if (patch.before.length !== patch.after.length || patch.before.some((pair, index) => pair.key !== patch.after[index].key)) {
        Page.rows = docs.flatMap((one) => one.pairs.map((pair) => rowOf.get(pair.key)));
      }
      renumber(at, doc);
    }

    function update(row, at, doc, pair) {
      const known = pairOf.get(row);
      if (known.pair === pair) return;
      if (known.pair) base(at, known.pair.home);
      const before = base(at, originOf(pair));
      known.pair = pair;
      const original = originalOf(doc, pair);
      const status = statusOf(doc, pair);
      const { kind, flags, score, risk, band } = before.dataset;
      Object.assign(row.dataset, { kind, status, flags: original ? flags : "", score: original ? score : "", risk: original ? risk : 0 });
      row.dataset.band = original && status === "draft" ? band : "";
      const active = row.classList.contains("active") ? " active" : "";
      row.className = `pair ${kind} ${status}${isUnchanged(doc, pair) ? "" : " changed"}${active}`;
      const [number, source, target, meta] = row.children;
      if (source.textContent !== pair.source.text) source.textContent = pair.source.text;
      if (target.textContent !== pair.target.text) target.textContent = pair.target.text;
      source.classList.toggle("none", EditorSides.blank(pair.source));
      target.classList.toggle("none", EditorSides.blank(pair.target));
      const [, bar] = number.children;
      const [, barBefore] = before.children[0].children;
      if (!original) bar?.remove();
      else if (!bar && barBefore) number.append(barBefore.cloneNode(true));
      if (meta?.className === "meta") meta.remove();
      const metaNow = metaOf(before.children[3], original, status, pair.note);
      if (metaNow) target.after(metaNow);
      Page.stale(row);
    }

    /** What stands below the texts; `before` is what the original has there. Null if there is nothing. */
    function metaOf(before, original, status, note) {
      const kept = original && before ? [...before.children].map((part) => part.cloneNode(true)) : [];
      const says = status === "draft" ? [".band", ".flag"] : [".flag"];
      const parts = kept.filter((part) => part.matches(says.join()));
      if (status !== "draft") parts.push(element("span", `status ${status}`, words[`status ${status}`]));
      if (note) parts.push(Object.assign(element("p", "note", note), { dir: "auto" }));
      parts.push(...kept.filter((part) => part.classList.contains("match")));
      if (!parts.length) return null;
      const meta = element("div", "meta", "");
      meta.append(...parts);
      return meta;
    }

    function element(tag, name, text) {
      const made = document.createElement(tag);
      made.className = name;
      made.textContent = text;
      return made;
    }

    /** The numbers of the pairs: those of the originals that they come from; a, b, c for parts of the same. */
    function renumber(at, doc) {
      const spans = doc.pairs.map((pair) => {
        const parts = pair.source.text ? pair.source.parts : pair.target.text ? pair.target.parts : [];
        return parts.length ? [parts[0][0], parts[parts.length - 1][0]] : [pair.home, pair.home];
      });
      const isSame = (one, other) => one[0] === other?.[0] && one[1] === other[1];
      let same = 0;
      doc.pairs.forEach((pair, index) => {
        const [first, last] = spans[index].map((origin) => doc.originals[origin].n);
        same = isSame(spans[index], spans[index - 1]) ? same + 1 : 0;
        let label = first === last ? `${first}` : `${first}–${last}`;
        if (same || isSame(spans[index], spans[index + 1])) label += same < 26 ? String.fromCharCode(97 + same) : `.${same + 1}`;
        const row = rowOf.get(pair.key);
        const known = pairOf.get(row);
        if (known.label === label) return;
        known.label = label;
        const link = row.firstElementChild.firstElementChild;
        link.textContent = label;
        link.href = `#${row.id}`;
      });
    }

    /** Draw the picture of a document again: a band for each pair, at most 300. */
    function draw(at, doc, isUncertain) {
      const bands = EditorRibbons.bands(doc, (pair) => lookOf(doc, pair, isUncertain));
      const list = EditorRibbons.merged(bands).map((band) => {
        const { label } = pairOf.get(rowOf.get(band.pair.key));
        return { ...band, href: `#${rowOf.get(band.pair.key).id}`, name: Page.fill(words["pair number"], { n: label }) };
      });
      EditorRibbons.paint(sections[at].querySelector(".bands"), list);
    }

    function lookOf(doc, pair, isUncertain) {
      const decided = { approved: "confirmed", edited: "corrected", rejected: "rejected" }[statusOf(doc, pair)];
      if (decided) return decided;
      const original = originalOf(doc, pair);
      return original?.severity === "error" ? "error" : isUncertain(doc, pair) ? "warning" : "";
    }

    /** The heading of a document with the number of its pairs. */
    function count(at, doc) {
      sections[at].querySelector("h2 small:last-child").textContent = Page.fill(words.pairs, { n: doc.pairs.length });
    }

    return {
      base, count, draw, render,
      labelOf: (pair) => pairOf.get(rowOf.get(pair.key))?.label ?? "",
      pairOf: (row) => pairOf.get(row),
      rowOf: (pair) => rowOf.get(pair?.key),
    };
  }

  return { create };
})();
