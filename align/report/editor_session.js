// The session of work: the documents as they are now, the active pair, what was done and can be undone.
const EditorSession = (() => {
  "use strict";

  const { operations, originalOf, statusOf } = EditorModel;
  const data = JSON.parse(document.getElementById("data").textContent);
  const { words } = data;
  const commands = EditorCommands.of(data.alignment);
  const bar = EditorCommands.toolbar(commands, words);
  let docs = EditorModel.open(data.docs.map(({ name, spaces, rows }) => ({ name, spaces, originals: rows.map(original) })));
  const view = EditorView.create(docs, data, words);
  const past = [];
  const future = [];
  let active = null;  // the row of the pair that commands are about
  let changed = () => {};  // is told which documents changed

  function original([id, check, n, source, target, status, note, severity, confidence, ...places]) {
    return {
      id, check, n, source, target, status, note, severity, confidence,
      sourcePlace: places.slice(0, 2), targetPlace: places.slice(2),
    };
  }

  const textOf = (key, fields = {}) => Page.fill(words[key], fields);
  const say = (key, fields = {}) => { document.getElementById("said").textContent = textOf(key, fields); };
  const oneSided = (pair) => EditorSides.blank(pair.source) !== EditorSides.blank(pair.target);

  /** Whether a pair asks for a second look: it has one side, a flag that is no mere hint, or an unsure border. */
  function isUncertain(doc, pair) {
    if (oneSided(pair)) return true;
    const first = originalOf(doc, pair);
    return first !== null && (["error", "warning"].includes(first.severity)
      || (first.confidence !== null && first.confidence < data.uncertain));
  }

  const isDoubtful = (doc, pair) => statusOf(doc, pair) === "draft" && isUncertain(doc, pair);

  /** The active pair: {doc, at, pair}, the indices of its document and in that, and the pair. */
  function here() {
    const { doc, pair } = view.pairOf(active);
    return { doc, at: docs[doc].pairs.indexOf(pair), pair };
  }

  const rowAt = (doc, at) => view.rowOf(docs[doc]?.pairs[at]);

  // ---- the active pair ----

  function activate(row, focus = true) {
    if (row !== active) {
      active?.classList.remove("active");
      active?.removeAttribute("aria-label");
      if (active) active.tabIndex = -1;
      const { doc, pair } = view.pairOf(row);
      view.base(doc, pair.home);
      active = row;
      row.classList.add("active");
      row.tabIndex = 0;
      row.append(bar);
      showNeighbours();
    }
    describe();
    if (!focus) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** What a screen reader says of the active pair. */
  function describe() {
    const { doc, pair } = view.pairOf(active);
    const name = textOf("toolbar", { n: view.labelOf(pair) });
    const side = (one) => pair[one].text || words[`${one} missing`];
    active.setAttribute("aria-label", `${name}, ${words[`status ${statusOf(docs[doc], pair)}`]}. ${side("source")} ${side("target")}`);
    bar.setAttribute("aria-label", name);
  }

  /** The neighbours of the active pair are shown even where a filter hides them: texts move between them. */
  function showNeighbours(filtered = false) {
    for (const row of Page.main.querySelectorAll(".neighbour")) {
      row.classList.remove("neighbour");
      if (!filtered) row.hidden = true;
    }
    if (!data.alignment || !active || active.hidden || !Page.isFiltered()) return;
    const { doc, at } = here();
    for (const pair of [docs[doc].pairs[at - 1], docs[doc].pairs[at + 1]]) {
      const row = pair && view.rowOf(pair);
      if (!row?.hidden) continue;
      row.hidden = false;
      row.classList.add("neighbour");
    }
  }

  /** Go on to the next pair that is shown, and wanted; whether there is one. */
  function step(direction, wanted = () => true) {
    const list = [...Page.main.querySelectorAll(".pair:not([hidden], .neighbour)")];
    let at = list.indexOf(active);
    if (at < 0) {
      const after = list.findIndex((row) => active.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
      at = (after < 0 ? list.length : after) - (direction > 0 ? 1 : 0);
    }
    for (at += direction; at >= 0 && at < list.length; at += direction) {
      const { doc, pair } = view.pairOf(list[at]);
      if (!wanted(docs[doc], pair)) continue;
      activate(list[at]);
      return true;
    }
    return false;
  }

  // ---- changes, and their undo ----

  function apply(patches) {
    const touched = new Set();
    for (const { doc, patch } of patches) {
      docs = docs.map((one, at) => (at === doc ? EditorModel.apply(one, patch) : one));
      view.render(docs, doc, patch);
      touched.add(doc);
    }
    changed(touched);
  }

  /** Make patches, [{doc, patch}], as one step; `key` and `fields` are what to say of it. */
  function make(patches, key, fields = {}) {
    const { doc, pair } = view.pairOf(active);
    past.push({ patches, what: textOf(key, fields), from: { doc, key: pair.key } });
    future.length = 0;
    apply(patches);
    say(key, fields);
  }

  function undo() {
    const step = past.pop();
    if (!step) return say("no undo");
    future.push(step);
    apply(step.patches.map(({ doc, patch }) => ({ doc, patch: EditorModel.undone(patch) })).reverse());
    const [{ doc, patch }] = step.patches;
    reveal(view.rowOf(docs[step.from.doc].pairs.find((pair) => pair.key === step.from.key) ?? docs[doc].pairs[patch.at]));
    return say("said undo", { what: step.what });
  }

  function redo() {
    const step = future.pop();
    if (!step) return say("no redo");
    past.push(step);
    apply(step.patches);
    const { doc, patch } = step.patches[step.patches.length - 1];
    reveal(rowAt(doc, patch.focus));
    return say("said redo", { what: step.what });
  }

  function reveal(row) {
    row.hidden = false;
    row.classList.remove("neighbour");
    activate(row);
    showNeighbours();
  }

  /**
   * Do an operation of the model on the active pair, or on that at an index of its document, and say so; `missing` is what
   * to say where there is nothing to do. Returns the patch, or null.
   */
  function act(name, parameters, key, missing, index) {
    const order = document.getElementById("order");
    if (order.value) {  // neighbours are those of the text
      order.value = "";
      Page.apply();
    }
    const { doc, at, pair } = here();
    const patch = operations[name](docs[doc], index ?? at, ...parameters);
    if (!patch) {
      say(missing);
      return null;
    }
    const other = name === "pull" ? patch.before[patch.before.length - 1] : docs[doc].pairs[at + 1];
    make([{ doc, patch }], key, { n: view.labelOf(pair), m: other ? view.labelOf(other) : "" });
    reveal(rowAt(doc, patch.focus));
    return patch;
  }

  /** Give the active pair a status. One whose text or borders changed counts as edited, or as rejected. */
  function mark(status, key) {
    const { doc, at, pair } = here();
    const told = status === "rejected" || originalOf(docs[doc], pair) ? key : "said edited";
    const n = view.labelOf(pair);
    const idle = told === key ? statusOf(docs[doc], pair) === status : pair.mark !== "rejected";
    if (idle) return say(told, { n });
    make([{ doc, patch: operations.mark(docs[doc], at, told === key ? status : null) }], told, { n });
    return describe();
  }

  return {
    act, activate, bar, commands, data, describe, here, isDoubtful, isUncertain, make, mark, oneSided, redo, rowAt, say,
    showNeighbours, step, textOf, undo, view, words,
    get active() { return active; },
    get docs() { return docs; },
    get canRedo() { return future.length > 0; },
    set changed(listener) { changed = listener; },
    /** Begin with other documents than those of the page; this is no step that could be undone. */
    begin(patches) { apply(patches); },
  };
})();
