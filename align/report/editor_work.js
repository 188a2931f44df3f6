// The work as a whole: how far it is, where it is kept, and the file that it is handed on in.
const EditorWork = (() => {
  "use strict";

  const session = EditorSession;
  const { data, say, textOf, view, words } = session;
  const $ = (id) => document.getElementById(id);
  const store = EditorStore.open(data.key);
  const wordsOf = new WeakMap();  // of a source
  const stale = new Set();  // documents whose pictures are not up to date
  let keeping = store.available ? "kept" : "not kept";
  let saved = "";  // the changes that the last file has
  let waiting = 0;

  const decisions = () => EditorDecisions.fileOf(EditorTexts.docsWithPending(), data.corpus, new Date().toISOString());

  // ---- how far it is ----

  function countWords(side) {
    if (!wordsOf.has(side)) wordsOf.set(side, side.text.split(/\s+/).filter(Boolean).length);
    return wordsOf.get(side);
  }

  function showProgress() {
    const sums = { n: 0, all: 0, words: 0, all_words: 0 };
    for (const doc of session.docs) {
      for (const pair of doc.pairs) {
        const done = EditorModel.statusOf(doc, pair) !== "draft";
        const count = countWords(pair.source);
        sums.all += 1;
        sums.all_words += count;
        if (!done) continue;
        sums.n += 1;
        sums.words += count;
      }
    }
    $("progress").max = Math.max(sums.all, 1);
    $("progress").value = sums.n;
    $("reviewed").textContent = textOf("reviewed", sums);
  }

  function refresh() {
    waiting = 0;
    showProgress();
    for (const at of stale) {
      view.draw(at, session.docs[at], session.isUncertain);
      view.count(at, session.docs[at]);
    }
    if (stale.size && !Page.isFiltered()) Page.apply();
    stale.clear();
    keep();
  }

  /** Do what may wait until the hands rest. */
  function later(touched = []) {
    for (const at of touched) stale.add(at);
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 250);
  }

  // ---- where it is kept ----

  function keep() {
    const file = decisions();
    const changes = JSON.stringify(file.changes);
    if (keeping !== "elsewhere" && keeping !== "unreadable") {
      keeping = file.changes.length ? store.write(JSON.stringify({ ...file, at: placeOfWork() })) : store.forget();
    }
    const calm = keeping === "kept" && !file.changes.length ? "unchanged" : keeping;
    $("kept").textContent = words[calm];
    $("kept").classList.toggle("alarm", keeping !== "kept");
    $("discard").hidden = !file.changes.length;
    $("save").classList.toggle("due", changes !== saved && file.changes.length > 0);
    if (changes !== saved) $("next").hidden = true;
    return { isSafe: keeping === "kept" || !file.changes.length || changes === saved };
  }

  /** Where the active pair is, so that the work goes on there: [index of the document, index of the pair]. */
  function placeOfWork() {
    if (!session.active?.isConnected) return null;
    const { doc, at } = session.here();
    return [doc, at];
  }

  /** Take over what the browser has kept. Returns the row of the pair where the work went on, if there was any. */
  function restore() {
    if (store.text === null) return null;
    try {
      const file = JSON.parse(store.text);
      const { docs, applied, refused } = EditorDecisions.adopt(session.docs, file);
      session.begin(patchesTo(docs));
      const when = new Date(file.saved).toLocaleString(data.language, { dateStyle: "medium", timeStyle: "short" });
      if (refused) {
        keeping = "unreadable";
        say("not restored", { n: refused });
      } else {
        say("restored", { n: applied, when });
      }
      return session.rowAt(...(file.at ?? [0, 0]));
    } catch {
      keeping = "unreadable";
      return null;
    }
  }

  /** The patches that lead to other documents: one for each that differs, of what differs. */
  function patchesTo(docs) {
    return docs.flatMap(({ pairs }, doc) => {
      const now = session.docs[doc].pairs;
      let start = 0;
      while (start < now.length && start < pairs.length && now[start] === pairs[start]) start++;
      let end = 0;
      while (end < Math.min(now.length, pairs.length) - start && now[now.length - 1 - end] === pairs[pairs.length - 1 - end]) end++;
      const [before, after] = [now, pairs].map((list) => list.slice(start, list.length - end));
      return before.length || after.length ? [{ doc, patch: { at: start, before, after, focus: Math.min(start, pairs.length - 1) } }] : [];
    });
  }

  function discard() {
    const patches = patchesTo(session.docs.map((doc) => ({ pairs: doc.first })));
    if (!patches.length) return;
    session.make(patches, "said reset");
    session.activate(session.active.isConnected ? session.active : session.rowAt(patches[0].doc, patches[0].patch.focus));
  }

  // ---- the file ----

  function save() {
    EditorTexts.settle();
    const file = decisions();
    if (!file.changes.length) return say("nothing to save");
    EditorStore.download(data.file, `${JSON.stringify(file, null, 1)}\n`);
    saved = JSON.stringify(file.changes);
    keep();
    const [text, command] = $("next").children;
    text.textContent = textOf("saved", { file: data.file });
    command.textContent = data.merge;
    $("next").hidden = false;
    $("said").textContent = `${text.textContent} ${data.merge}`;
    return null;
  }

  async function open(file) {
    let found = null;
    let text = "";
    try {
      text = await file.text();
      found = EditorDecisions.adopt(session.docs, JSON.parse(text));
    } catch {
      return say("not opened", { file: file.name });
    }
    const { corpus, changes } = JSON.parse(text);
    const patches = patchesTo(found.docs);
    if (patches.length) session.make(patches, "said open", { n: found.applied });
    else say("said open", { n: found.applied });
    const more = [];
    if (found.refused) more.push(textOf("refused", { n: found.refused }));
    if (corpus !== data.corpus && changes.length) more.push(textOf("other corpus", { corpus: String(corpus) }));
    if (more.length) $("said").textContent += `; ${more.join("; ")}`;
    if (patches.length) session.activate(session.rowAt(patches[0].doc, patches[0].patch.focus));
    return null;
  }

  return { discard, keep, later, open, refresh, restore, save, decisions };
})();
