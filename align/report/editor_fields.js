// The one text that is being written: a text field in the place of the text.
const EditorFields = (() => {
  "use strict";

  let open = null;  // {area, shown, place, row, side, pair}: `shown` is the text as the field has it unchanged

  const grows = CSS.supports("field-sizing", "content");

  /** Write in a place of a row, with the caret at `offset`, or at the end. */
  function start({ place, row, pair, side, text, label, lang, offset = text.length }) {
    const area = document.createElement("textarea");
    area.className = `field ${place.className}`;
    area.value = text;
    area.dataset.side = side;
    area.rows = 1;
    area.dir = "auto";
    if (lang) area.lang = lang;
    area.setAttribute("aria-label", label);
    place.replaceWith(area);
    open = { area, shown: area.value, place, row, side, pair };
    area.setSelectionRange(offset, offset);
    area.focus({ preventScroll: true });
    fit();
    area.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** Close the field: {row, pair, side, text, place} with what was written, or null for `text` if nothing was. */
  function close() {
    const { area, shown, place, row, side, pair } = open;
    const text = area.value === shown ? null : area.value;
    open = null;
    area.replaceWith(place);
    return { row, side, pair, text, place };
  }

  /** What is written and not yet in the model. */
  function pending() {
    return open && open.area.value !== open.shown ? { pair: open.pair, side: open.side, text: open.area.value } : null;
  }

  function fit() {
    if (!open || grows) return;
    open.area.style.height = "auto";
    open.area.style.height = `${open.area.scrollHeight + 2}px`;
  }

  /** Pasted text stays on its line: a pair is one. */
  function paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\r\n\t]/.test(text)) return;
    event.preventDefault();
    const flat = text.trim().replace(/\s*[\r\n\t]+\s*/g, " ");
    if (!document.execCommand("insertText", false, flat)) {
      open.area.setRangeText(flat, open.area.selectionStart, open.area.selectionEnd, "end");
      open.area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }

  /** The offset in a text where the pointer is; its end if that cannot be told. */
  function offsetAt(event, place) {
    const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const range = found ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
    const [node, offset] = found ? [found.offsetNode, found.offset] : [range?.startContainer, range?.startOffset];
    return node && node === place.firstChild ? offset : place.textContent.length;
  }

  return { close, fit, offsetAt, paste, pending, start, get open() { return open; } };
})();
