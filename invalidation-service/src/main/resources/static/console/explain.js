// Which commands explain a URL.

import { $ } from "./dom.js";

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;

function commands() {
  const url = $("explain-url").value.trim() || $("explain-url").placeholder;
  const question = `http://localhost:7201/actuator/cache/explain?url=${encodeURIComponent(url)}`;
  $("explain-gateway").textContent = `curl -H "Authorization: Bearer $TOKEN" ${quoted(question)}`;
  $("explain-placement").textContent = `./tideline placement explain ${quoted(url)}`;
}

async function copy(id) {
  try {
    await navigator.clipboard.writeText($(id).textContent);
    $("copied").textContent = "Copied.";
  } catch {
    // Browsers keep the clipboard from pages that did not come by TLS.
    getSelection().selectAllChildren($(id));
    $("copied").textContent = "Selected: press Ctrl-C.";
  }
}

export function start() {
  $("explain-url").addEventListener("input", commands);
  $("explain-form").addEventListener("submit", event => event.preventDefault());
  document.querySelectorAll("[data-copy]").forEach(button =>
    button.addEventListener("click", () => copy(button.dataset.copy)));
  commands();
}
