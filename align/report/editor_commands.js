// The commands: where their buttons stand, and by which keys they are called.
//
// A chord is written as in "Alt+Shift+ArrowUp". Ctrl is also the Command key; a letter is that of the key, whatever the
// layout of the keyboard. In a text the chords of a pair are typed with Alt.
const EditorCommands = (() => {
  "use strict";

  const LIST = [
    { name: "next", keys: ["ArrowDown", "J"], group: "pair" },
    { name: "previous", keys: ["ArrowUp", "K"], group: "pair" },
    { name: "doubt", keys: ["N"], also: ["Shift+N"], group: "pair" },
    { name: "edit-target", keys: ["Enter"], group: "pair", place: "target" },
    { name: "edit-source", keys: ["E"], group: "pair", place: "source", alignment: true },
    { name: "approve", keys: ["A"], group: "pair", place: "whole", inText: true },
    { name: "reject", keys: ["R"], group: "pair", place: "whole", inText: true },
    { name: "draft", keys: ["D"], group: "pair", place: "whole" },
    { name: "comment", keys: ["C"], group: "pair", place: "whole", inText: true },
    { name: "restore", keys: ["B"], group: "pair", place: "whole", inText: true },
    { name: "join", keys: ["M"], group: "move", place: "whole", alignment: true, inText: true },
    { name: "split", keys: ["S"], group: "move", alignment: true, inText: true },
    { name: "unlink", keys: ["U"], group: "move", place: "whole", alignment: true, inText: true },
    { name: "exchange", keys: ["X"], group: "move", place: "whole", alignment: true, inText: true },
    { name: "split-source", keys: [], place: "source", label: "split", alignment: true },
    { name: "split-target", keys: [], place: "target", label: "split", alignment: true },
    { name: "target-up", keys: ["Alt+ArrowUp"], group: "move", place: "target", sign: "↑", alignment: true },
    { name: "target-down", keys: ["Alt+ArrowDown"], group: "move", place: "target", sign: "↓", alignment: true },
    { name: "source-up", keys: ["Alt+Shift+ArrowUp"], group: "move", place: "source", sign: "↑", alignment: true },
    { name: "source-down", keys: ["Alt+Shift+ArrowDown"], group: "move", place: "source", sign: "↓", alignment: true },
    { name: "target-close", keys: ["P"], group: "move", place: "target", sign: "⇈", alignment: true, inText: true },
    { name: "target-gap", keys: ["I"], group: "move", place: "target", sign: "⇊", alignment: true, inText: true },
    { name: "source-close", keys: ["Shift+P"], group: "move", place: "source", sign: "⇈", alignment: true, inText: true },
    { name: "source-gap", keys: ["Shift+I"], group: "move", place: "source", sign: "⇊", alignment: true, inText: true },
    { name: "undo", keys: ["Ctrl+Z"], group: "page" },
    { name: "redo", keys: ["Ctrl+Shift+Z", "Ctrl+Y"], group: "page" },
    { name: "save", keys: ["Ctrl+S"], group: "page" },
    { name: "help", keys: ["?"], also: ["F1"], group: "page" },
  ];
  /** Keys that are not commands of the editor, for the list of keys. */
  const OTHERS = [
    { name: "enter", keys: ["Enter"], group: "text" },
    { name: "newline", keys: ["Shift+Enter"], group: "text" },
    { name: "escape", keys: ["Escape"], group: "text" },
    { name: "alt", keys: ["Alt"], group: "text" },
    { name: "search", keys: ["/"], group: "page" },
    { name: "theme", keys: ["T"], group: "page" },
    { name: "clear", keys: ["Escape"], group: "page" },
  ];
  const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };

  /** The commands of a corpus: those that change an alignment only where it is one. */
  const of = (alignment) => LIST.filter((command) => alignment || !command.alignment);

  /** The chord of a keyboard event; `key` is the name of its key. */
  function chordOf(event, key) {
    const shifted = event.shiftKey && (key.length > 1 || /[a-z]/.test(key));
    const name = /^[a-z]$/.test(key) ? key.toUpperCase() : key;
    return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shifted ? "Shift+" : ""}${name}`;
  }

  /** The command that a chord calls, on a pair or in a text. */
  function find(commands, chord, inText) {
    const called = (one, keys) => one.keys.includes(keys) || one.also?.includes(keys);
    const exact = commands.find((one) => called(one, chord));
    if (!inText) return exact;
    if (/^Alt\+(Shift\+)?Arrow|^Ctrl\+/.test(chord) || chord === "F1") return exact;
    return commands.find((one) => one.inText && chord.startsWith("Alt+") && called(one, chord.slice(4)));
  }

  /** A chord as people read it. */
  const shown = (chord) => chord.split("+").map((key) => SIGNS[key] ?? key).join("+");

  /** A button of a command. */
  function button({ name, keys, sign, label }, words) {
    const made = document.createElement("button");
    made.type = "button";
    made.dataset.do = name;
    made.tabIndex = -1;
    const does = words[`${name} does`];
    const chord = keys[0] ?? (label === "split" ? "Alt+S" : undefined);
    made.textContent = sign ?? words[label ?? name];
    if (sign || label || name.startsWith("edit-")) made.setAttribute("aria-label", does);
    if (chord) made.setAttribute("aria-keyshortcuts", chord.replace("Ctrl", "Control"));
    made.title = chord ? `${does} (${shown(chord)})` : does;
    return made;
  }

  /** The buttons of a pair, in one toolbar. */
  function toolbar(commands, words) {
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.setAttribute("role", "toolbar");
    for (const place of ["source", "target", "whole"]) {
      const group = document.createElement("div");
      group.className = place;
      if (words[`of ${place}`]) group.dataset.of = words[`of ${place}`];
      group.append(...commands.filter((one) => one.place === place).map((one) => button(one, words)));
      bar.append(group);
    }
    bar.querySelector("button").tabIndex = 0;
    return bar;
  }

  /** The list of keys, by where they work. */
  function help(commands, words) {
    return ["pair", "move", "text", "page"].flatMap((group) => {
      const members = [...commands, ...OTHERS].filter((one) => one.group === group && one.keys.length);
      if (!members.length) return [];
      const title = document.createElement("h3");
      title.textContent = words[`help ${group}`];
      const list = document.createElement("dl");
      for (const one of members) {
        const term = document.createElement("dt");
        one.keys.forEach((chord, index) => {
          const key = document.createElement("kbd");
          key.textContent = shown(chord);
          term.append(...(index ? [" ", key] : [key]));
        });
        const meaning = document.createElement("dd");
        meaning.textContent = words[`${one.name} does`];
        const row = document.createElement("div");
        row.append(term, meaning);
        list.append(row);
      }
      const part = document.createElement("section");
      part.append(title, list);
      return [part];
    });
  }

  return { chordOf, find, help, of, toolbar };
})();
