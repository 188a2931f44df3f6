// What keys, buttons and the pointer do.
(() => {
  "use strict";

  const session = EditorSession;
  const { act, bar, commands, data, mark, say, step, view, words } = session;
  const { settle, split, write } = EditorTexts;
  const $ = (id) => document.getElementById(id);

  const missing = (side) => (EditorSides.blank(session.here().pair[side]) ? "no text" : "no neighbour");
  const moves = (side) => ({
    [`edit-${side}`]: () => write(side),
    [`split-${side}`]: () => split(side),
    [`${side}-up`]: () => act("move", [side, -1], "said move-up", missing(side)),
    [`${side}-down`]: () => act("move", [side, 1], "said move-down", missing(side)),
    [`${side}-gap`]: () => act("pull", [side, 1], "said gap", "no text"),
    [`${side}-close`]: () => act("pull", [side, -1], "said close", "no neighbour"),
  });

  const onPair = {
    ...moves("source"),
    ...moves("target"),
    next: () => step(1),
    previous: () => step(-1),
    doubt: (event) => step(event.shiftKey ? -1 : 1, session.isDoubtful) || say("no doubt"),
    approve: () => { mark("approved", "said approve"); step(1); },
    reject: () => { mark("rejected", "said reject"); step(1); },
    draft: () => mark("draft", "said draft"),
    comment: () => write("note"),
    join: () => act("join", [], "said join", "no neighbour"),
    split: () => split(),
    unlink: () => act("unlink", [], "said unlink", "no text"),
    exchange: () => act("exchange", [], "said exchange", "no neighbour"),
    restore() {
      const { doc, at } = session.here();
      const run = EditorDecisions.runOf(session.docs[doc], at);
      if (EditorDecisions.isAsItWas(session.docs[doc], run)) say("no change");
      else act("restore", [run.pairs.length, run.low, run.high], "said restore", "no change", run.at);
    },
  };
  const onPage = {
    undo: session.undo,
    redo: session.redo,
    save: EditorWork.save,
    open: () => $("file").click(),
    discard: () => $("ask").showModal(),
    help() {
      $("keys").showModal();
      $("keys-title").focus();
    },
  };

  function call(name, event) {
    const button = document.activeElement?.closest?.(".bar button");
    if (!name.startsWith("split")) settle();
    if (onPage[name]) return onPage[name]();
    if (!session.active) return null;
    if (session.active.hidden) return step(1);
    onPair[name](event);
    if (button && !EditorFields.open) button.focus({ preventScroll: true });
    return null;
  }

  // ---- keys ----

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const key = Page.keyOf(event);
    const chord = EditorCommands.chordOf(event, key);
    const field = EditorFields.open?.area === event.target ? EditorFields.open : null;
    const handled = field ? inField(event, chord, field) : inPage(event, chord);
    if (!handled) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  function inField(event, chord, field) {
    if (chord === "Escape") {
      settle();
      session.activate(session.active);
      return true;
    }
    if (chord === "Enter" || chord === "Ctrl+Enter") return EditorTexts.confirm(), true;
    const command = EditorCommands.find(commands, chord, true);
    if (!command) return false;
    const untouched = field.area.value === field.shown;
    if (command.name === "undo" && !untouched) return false;  // the field takes back what was typed into it
    if (command.name === "redo" && !(untouched && session.canRedo)) return false;
    call(command.name, event);
    return true;
  }

  function inPage(event, chord) {
    const { target } = event;
    if (bar.contains(target) && /^Arrow(Left|Right)$/.test(event.key)) return alongBar(event.key === "ArrowRight" ? 1 : -1);
    const command = EditorCommands.find(commands, chord, false);
    if (!command) return false;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) {
      if (command.name !== "save") return false;
    } else if (target.closest("button, a, summary, [role=button]") && chord === "Enter") return false;
    else if (target.closest(".tools, .editbar") && /^Arrow/.test(chord)) return false;
    call(command.name, event);
    return true;
  }

  /** The arrows lead from button to button, as in any toolbar; Tab leaves it. */
  function alongBar(direction) {
    const buttons = [...bar.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + direction + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    return true;
  }

  // ---- the pointer, focus and files ----

  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-do]") && EditorFields.open) event.preventDefault();
  });
  document.addEventListener("mousedown", (event) => {  // the caret stays where it is while a button is pressed
    if (event.target.closest("[data-do]") && EditorFields.open) event.preventDefault();
  });

  let wasActive = null;
  document.addEventListener("pointerdown", () => { wasActive = session.active; }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) return call(button.dataset.do, event);
    const row = event.target.closest(".pair");
    if (!row || event.target.closest("textarea, a, button, .flag") || !getSelection().isCollapsed) return null;
    const place = event.target.closest("p.text, p.note");
    const side = place && (place.matches(".note") ? "note" : place === row.querySelector("p.text") ? "source" : "target");
    const offset = place ? EditorFields.offsetAt(event, place) : 0;
    const firstTouch = event.pointerType === "touch" && row !== wasActive;
    session.activate(row, !side || firstTouch);
    if (side && !firstTouch && (side !== "source" || data.alignment)) write(side, offset);
    return null;
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.(".pair");
    if (row && row !== session.active) session.activate(row, false);
  });
  document.addEventListener("focusout", (event) => {
    if (EditorFields.open?.area === event.target && document.hasFocus() && event.target.isConnected) {
      setTimeout(() => { if (EditorFields.open?.area === event.target && document.activeElement !== event.target) settle(); });
    }
  });
  document.addEventListener("input", (event) => {
    if (EditorFields.open?.area !== event.target) return;
    EditorFields.fit();
    EditorWork.later();
  });
  document.addEventListener("paste", (event) => { if (EditorFields.open?.area === event.target) EditorFields.paste(event); });

  $("file").addEventListener("change", () => {
    const [file] = $("file").files;
    if (file) EditorWork.open(file).then(() => { $("file").value = ""; });
  });
  document.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    EditorWork.open(file);
  });
  $("ask").addEventListener("close", () => { if ($("ask").returnValue === "yes") EditorWork.discard(); });

  addEventListener("beforeunload", (event) => { if (!EditorWork.keep().isSafe) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) EditorWork.keep(); });

  // ---- the beginning ----

  Page.fitsToo = (row, want) => {
    const { doc: at, pair } = view.pairOf(row);
    const doc = session.docs[at];
    const fits = {
      doubtful: () => session.isDoubtful(doc, pair),
      unreviewed: () => EditorModel.statusOf(doc, pair) === "draft",
      changed: () => !EditorModel.isUnchanged(doc, pair),
      "one-sided": () => session.oneSided(pair),
    }[want.show];
    if (fits && !fits()) return false;
    if (!want.confidence) return true;
    const confidence = EditorModel.originalOf(doc, pair)?.confidence ?? null;
    return confidence !== null && confidence <= Number(want.confidence);
  };
  Page.applied = () => session.showNeighbours(true);
  session.changed = EditorWork.later;
  $("keys-lists").append(...EditorCommands.help(commands, words));
  $("editbar").hidden = false;
  document.documentElement.classList.add("editing");
  const place = EditorWork.restore();
  if (session.docs.length) session.activate(place ?? session.rowAt(0, 0), false);
  if (place) place.scrollIntoView({ block: "center", behavior: "instant" });
  EditorWork.refresh();
})();
