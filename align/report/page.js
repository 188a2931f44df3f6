// Search, filters, order and keys of the page. An editor changes `rows` and the homes of rows, tells which row's text is
// `stale`, filters by more (`fitsToo`), and is told when filters were `applied`.
const Page = (() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const main = $("pairs");
  const homes = new Map();
  const texts = new Map();
  const controls = ["query", "show", "confidence", "flag", "kind", "status", "band", "low", "high", "order"].map($).filter(Boolean);
  const language = document.documentElement.lang;
  const plurals = new Intl.PluralRules(language);
  const BANDS = ["wrong", "work", "usable", ""];
  const ORDERS = {
    risk: (a, b) => b.dataset.risk - a.dataset.risk,
    band: (a, b) => BANDS.indexOf(a.dataset.band) - BANDS.indexOf(b.dataset.band),
  };
  let rows = [...main.querySelectorAll(".pair")];
  let ordered = "";
  let fitsToo = () => true;
  let applied = () => {};
  for (const row of rows) homes.set(row, row.parentNode);

  const fold = (text) => text.toLowerCase().normalize("NFKC").replaceAll("ё", "е");
  const textOf = (row) => {
    if (!texts.has(row)) {
      texts.set(row, fold([...row.querySelectorAll(".text, .note")].map((part) => part.textContent).join("\n")));
    }
    return texts.get(row);
  };
  /** A number as people of the page's language write it. */
  const number = (value) => value.toLocaleString(language);
  /** A text with its fields filled in, in the form of the plural that the number `n` wants. */
  const fill = (text, fields) => {
    const forms = text.split("|");
    const form = forms[Math.min({ one: 0, few: 1 }[plurals.select(fields.n ?? 0)] ?? forms.length - 1, forms.length - 1)];
    return form.replace(/\{(\w+)\}/g, (_, name) => (typeof fields[name] === "number" ? number(fields[name]) : fields[name]));
  };
  /** The letter of a key whatever the keyboard's layout; other keys by their names. */
  const keyOf = (event) => {
    if (event.code === "Slash" && /[./,]/.test(event.key)) return event.shiftKey ? "?" : "/";
    if (!/^Key/.test(event.code ?? "") || /^[a-z]$/i.test(event.key)) return event.key.length === 1 ? event.key.toLowerCase() : event.key;
    return event.code.slice(3).toLowerCase();
  };

  function fits(row, want) {
    const flags = row.dataset.flags ? row.dataset.flags.split(" ") : [];
    if (want.kind && row.dataset.kind !== want.kind) return false;
    if (want.status && row.dataset.status !== want.status) return false;
    if (want.band && row.dataset.band !== want.band) return false;
    if (want.flag === "*" && !flags.length) return false;
    if (want.flag === "-" && flags.length) return false;
    if (want.flag && want.flag !== "*" && want.flag !== "-" && !flags.includes(want.flag)) return false;
    if (want.low !== "" || want.high !== "") {
      if (!row.dataset.score) return false;
      const score = Number(row.dataset.score);
      if (want.low !== "" && score < Number(want.low)) return false;
      if (want.high !== "" && score > Number(want.high)) return false;
    }
    return !want.words.length || want.words.every((word) => textOf(row).includes(word));
  }

  function arrange(order) {
    if (order === ordered) return;
    ordered = order;
    for (const row of rows) homes.get(row).append(row);
    $("ordered")?.remove();
    if (!ORDERS[order]) return;
    const list = document.createElement("section");
    list.id = "ordered";
    list.append(...[...rows].sort(ORDERS[order]));
    main.prepend(list);
  }

  function highlight(words) {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("found");
    if (!words.length) return;
    const found = new Highlight();
    let left = 2000;
    for (const row of rows) {
      if (row.hidden) continue;
      for (const part of row.querySelectorAll(".text")) {
        const node = part.firstChild;
        if (!node) continue;
        const text = node.data.toLowerCase().replaceAll("ё", "е");
        if (text.length !== node.data.length) continue;
        for (const word of words) {
          for (let at = text.indexOf(word); at >= 0 && left > 0; at = text.indexOf(word, at + word.length), left--) {
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            found.add(range);
          }
        }
      }
      if (left <= 0) break;
    }
    CSS.highlights.set("found", found);
  }

  function apply() {
    const want = Object.fromEntries(controls.map((control) => [control.id, control.value]));
    want.words = [...fold(want.query).matchAll(/"([^"]+)"|([^\s"]+)/g)].map((hit) => hit[1] ?? hit[2]);
    arrange(want.order);
    let shown = 0;
    for (const row of rows) {
      const fit = fits(row, want) && fitsToo(row, want);
      if (row.hidden === fit) row.hidden = !fit;
      shown += fit;
    }
    for (const section of main.querySelectorAll("section.doc")) {
      section.hidden = !section.querySelector(".pair:not([hidden])");
    }
    highlight(want.words);
    const count = $("count");
    count.textContent = shown === rows.length ? fill(count.dataset.pairs, { n: shown })
      : fill(count.dataset.shown, { n: shown, all: rows.length });
    $("empty").hidden = shown > 0;
    applied();
  }

  function step(direction, flagged) {
    const list = [...main.querySelectorAll(flagged ? '.pair:not([hidden]):not([data-flags=""])' : ".pair:not([hidden])")];
    const here = document.activeElement?.closest?.(".pair");
    let at = list.indexOf(here);
    if (at < 0 && here) at = list.findIndex((row) => here.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) - 1;
    const next = list[Math.min(Math.max(at + direction, 0), list.length - 1)];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center", behavior: "auto" });
  }

  function turn() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  }

  function clear() {
    for (const control of controls) control.value = "";
    apply();
  }

  let waiting = 0;
  for (const control of controls) {
    control.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, control.id === "query" ? 120 : 0);
    });
  }
  $("clear").addEventListener("click", clear);
  $("theme").addEventListener("click", turn);
  document.addEventListener("click", (event) => {
    const flag = event.target.closest("[data-flag]");
    const band = event.target.closest("[data-choose]");
    const bar = event.target.closest("[data-low]");
    const link = event.target.closest('a[href^="#"]');
    if (flag) {
      $("flag").value = $("flag").value === flag.dataset.flag ? "" : flag.dataset.flag;
      apply();
    } else if (band) {
      $("band").value = $("band").value === band.dataset.choose ? "" : band.dataset.choose;
      apply();
    } else if (bar) {
      $("low").value = bar.dataset.low;
      $("high").value = bar.dataset.high;
      apply();
    } else if (link) {
      const row = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
      if (row?.hidden) clear();
      row?.focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      clear();
      event.target.blur?.();
    }
    if (event.key === "Enter" && event.target.dataset?.low !== undefined) {
      event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = { j: () => step(1), k: () => step(-1), n: () => step(1, true), t: turn, "/": () => $("query").focus() };
    const key = keyOf(event);
    if (keys[key]) {
      event.preventDefault();
      keys[key]();
    }
  });
  $("tools").hidden = false;
  $("theme").hidden = false;
  apply();
  return {
    apply, clear, fill, homes, keyOf, main, number, step, turn,
    isFiltered: () => controls.some((control) => control.value && control.id !== "order"),
    stale: (row) => texts.delete(row),
    get rows() { return rows; },
    set rows(list) { rows = list; },
    set fitsToo(test) { fitsToo = test; },
    set applied(listener) { applied = listener; },
  };
})();
