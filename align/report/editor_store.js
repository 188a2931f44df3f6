// What outlives the page: the browser's storage, and files.
const EditorStore = (() => {
  "use strict";

  /**
   * The storage of the browser under one key: {available, text, write, forget}. `text` is what was there at first, or null.
   * `write` says how it went: kept, full, or elsewhere, where another window has written since this one has.
   */
  function open(key) {
    const name = `align-decisions:${key}`;
    let storage = null;
    let last = null;
    try {
      storage = window.localStorage;
      storage.setItem(`${name}?`, "");
      storage.removeItem(`${name}?`);
      last = storage.getItem(name);
    } catch {
      storage = null;
    }

    function put(text) {
      if (!storage) return "not kept";
      try {
        if (storage.getItem(name) !== last) return "elsewhere";
        if (text === null) storage.removeItem(name);
        else storage.setItem(name, text);
        last = text;
        return "kept";
      } catch {
        return "full";
      }
    }

    return { available: storage !== null, text: last, write: (text) => put(text), forget: () => put(null) };
  }

  /** Give the reader a file, as if it had been fetched. */
  function download(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  return { download, open };
})();
