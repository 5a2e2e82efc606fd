// Asks once more, in a dialog of the browser's own: it keeps the focus and closes with Escape.

import { $ } from "./dom.js";

/** Resolves to false, or to {reason} where one was asked for. */
export function ask({ title, text, yes, reason = false }) {
  const dialog = $("sure");
  $("sure-title").textContent = title;
  $("sure-text").replaceChildren(...text);
  $("sure-yes").textContent = yes;
  $("sure-reason").hidden = !reason;
  $("reason").required = reason;
  $("reason").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener("close", () =>
      resolve(dialog.returnValue === "yes" && { reason: $("reason").value.trim() }), { once: true });
  });
}
