// Random sequences of operations on the editor's model: run(seed, sequences) returns what was done, or throws.
//
// Texts of a document are never lost: read from top to bottom, white space aside, each side is what it was, but for
// what was typed. Undoing everything gives the pairs there were at first, redoing it those there were at last. The changes that
// would be saved cover what changed and nothing else, and opened again they give the same pairs.
const EditorProperties = (() => {
  "use strict";

  const need = (name) => (typeof module !== "undefined" ? require(`../../align/report/${name}.js`) : null);
  const model = need("editor_model") ?? EditorModel;
  const files = need("editor_decisions") ?? EditorDecisions;
  const STATUSES = ["draft", "approved", "edited", "rejected"];
  const TEXTS = ["", " ", "One.", "Один. Два!", "A b. C d? “E.” F", "то  же", "то  же", "三。四。", "\ud83d\ude00 x", "\r\n a\u0000b"];

  function randomFrom(seed) {  // mulberry32
    return () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  function check(fact, what, more) {
    if (!fact) throw new Error(`${what}: ${JSON.stringify(more)}`);
  }

  const squeezed = (texts) => texts.join("").replace(/\s+/g, "");
  const letters = (texts) => [...squeezed(texts)].sort().join("");
  const plain = (doc) => doc.pairs.map((pair) => [pair.source.text, pair.target.text, model.statusOf(doc, pair), pair.note]);

  function sequence(random) {
    const below = (count) => Math.floor(random() * count);
    const one = (list) => list[below(list.length)];
    const originals = Array.from({ length: 1 + below(8) }, (_, at) => ({
      id: `x-${at}`, check: `c${at}`, source: one(TEXTS), target: one(TEXTS), status: one(STATUSES), note: one(["", "", "n"]),
    }));
    let [doc] = model.open([{ name: "x", spaces: [" ", one([" ", ""])], originals }]);
    const begin = doc;
    const past = [];
    let future = [];
    let typed = false;
    let crossed = false;
    const before = { source: originals.map((one) => one.source), target: originals.map((one) => one.target) };

    function act() {
      const at = below(doc.pairs.length);
      const side = one(["source", "target"]);
      const text = doc.pairs[at][side].text;
      const run = files.runOf(doc, at);
      const { operations } = model;
      const [patch, types, crosses] = one([
        () => [operations.join(doc, at)],
        () => [operations.split(doc, at, side, below(text.length + 1))],
        () => [operations.split(doc, at, side, below(text.length + 1))],
        () => [operations.unlink(doc, at)],
        () => [operations.exchange(doc, at), false, true],
        () => [operations.move(doc, at, side, one([1, -1]))],
        () => [operations.pull(doc, at, side, one([1, -1]))],
        () => [operations.mark(doc, at, one(STATUSES))],
        () => [operations.note(doc, at, one(["", "n", "m"]))],
        () => [operations.restore(doc, run.at, run.pairs.length, run.low, run.high)],
        () => (random() < 0.3 ? [operations.edit(doc, at, side, one([...TEXTS, text + "x", text.slice(1)])), true] : [null]),
      ])();
      if (!patch) return;
      check(patch.before.every((pair, index) => pair === doc.pairs[patch.at + index]), "a patch names what is there", patch);
      doc = model.apply(doc, patch);
      typed ||= types ?? false;
      crossed ||= crosses ?? false;
      past.push(patch);
      future = [];
      check(patch.focus >= 0 && patch.focus < doc.pairs.length, "the focus is on a pair", patch);
    }

    function back() {
      const patch = past.pop();
      if (!patch) return;
      doc = model.apply(doc, model.undone(patch));
      future.push(patch);
    }

    function forth() {
      const patch = future.pop();
      if (!patch) return;
      doc = model.apply(doc, patch);
      past.push(patch);
    }

    function invariants() {
      check(doc.pairs.length > 0, "there is a pair");
      check(new Set(doc.pairs.map((pair) => pair.key)).size === doc.pairs.length, "keys are unique", doc.pairs);
      for (const side of ["source", "target"]) {
        for (const pair of doc.pairs) {
          const length = pair[side].parts.reduce((sum, part) => sum + part[1], 0);
          check(length === pair[side].text.length, "parts add up to the text", pair);
        }
        if (typed) continue;
        const now = doc.pairs.map((pair) => pair[side].text);
        if (side === "source" || !crossed) check(squeezed(now) === squeezed(before[side]), `the ${side} is whole`, [before, now]);
        check(letters(now) === letters(before[side]), `no letter of the ${side} is lost`, [before, now]);
      }
    }

    function saved() {
      const runs = files.runs(doc);
      check(runs[0].low === 0 && runs[runs.length - 1].high === originals.length - 1, "runs cover the originals", runs);
      runs.forEach((run, index) => {
        const next = runs[index + 1];
        check(run.low <= run.high && run.pairs.length > 0, "a run has an original and a pair", run);
        check(!next || (next.low === run.high + 1 && next.at === run.at + run.pairs.length), "runs touch", runs);
      });
      const file = JSON.parse(JSON.stringify(files.fileOf([doc], "x.jsonl", "")));
      const touched = new Set();
      for (const change of file.changes) {
        const [first] = change.replaces;
        const low = originals.findIndex((original) => original.id === first.id);
        check(change.replaces.every((name, index) => name.id === `x-${low + index}`), "replaces is a run", change);
        change.replaces.forEach((name) => touched.add(name.id));
        check(change.pairs.length > 0 && change.replaces.length > 0, "nothing is empty", change);
        if (!typed) {
          for (const side of ["source", "target"]) {
            const was = change.replaces.map((name) => originals[Number(name.id.slice(2))][side]);
            check(letters(was) === letters(change.pairs.map((pair) => pair[side])), "a change keeps its letters", change);
          }
        }
      }
      const { docs: [again], applied, refused } = files.adopt([begin], file);
      check(refused === 0 && applied === file.changes.length, "a file opens whole", file);
      const texts = (list) => JSON.stringify(list.map((row) => row.slice(0, 2)));
      check(texts(plain(again)) === texts(plain(doc)), "a file gives the same texts", [plain(doc), plain(again), file]);
      check(JSON.stringify(plain(again)) === JSON.stringify(plain(doc)) || crossed, "a file gives the same pairs",
        [plain(doc), plain(again), file]);
      invariantsOf(again);
      return touched;
    }

    function invariantsOf(other) {
      const here = doc;
      doc = other;
      invariants();
      doc = here;
    }

    const steps = 1 + below(40);
    for (let step = 0; step < steps; step++) {
      one([act, act, act, act, back, forth])();
      invariants();
      if (random() < 0.2) saved();
    }
    saved();
    const last = plain(doc);
    const undone = past.length;
    while (past.length) back();
    check(JSON.stringify(plain(doc)) === JSON.stringify(plain(begin)), "undo of everything gives the original", plain(doc));
    check(doc.pairs.every((pair, index) => pair === begin.pairs[index]), "the very pairs", doc.pairs);
    check(files.changes(doc).length === 0, "and there is nothing to save", files.changes(doc));
    for (let step = 0; step < undone; step++) forth();
    check(JSON.stringify(plain(doc)) === JSON.stringify(last), "redo gives the last state", [last, plain(doc)]);
    return undone;
  }

  function run(seed, sequences) {
    let patches = 0;
    for (let at = 0; at < sequences; at++) {
      try {
        patches += sequence(randomFrom(seed + at));
      } catch (error) {
        throw new Error(`sequence ${seed + at}: ${error.message}`, { cause: error });
      }
    }
    return { sequences, patches };
  }

  return { run };
})();
if (typeof require !== "undefined" && require.main === module) {
  console.log(JSON.stringify(EditorProperties.run(Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 2000))));
}
