// Orders a purge and follows its receipt.

import { Refused, get, post } from "./api.js";
import { $, badge, el, millis, most, show, table, time } from "./dom.js";
import { ask } from "./sure.js";

const EVERY_MS = 300;
const FOR_MS = 60_000;
const EXAMPLES = {
  urls: "/api/products?page=2",
  keys: "products/p1",
  tags: "category:shoes",
  prefixes: "/api/products",
  everything: "",
};
const KINDS = { applied: "good", lagging: "warn", gone: "" };
let timer;

/** Not randomUUID, which browsers keep from pages that did not come by TLS. */
const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");

function order() {
  const by = $("by").value;
  const values = $("values").value.split("\n").map(line => line.trim()).filter(Boolean);
  const regions = [...document.querySelectorAll("#purge-regions input:checked")].map(box => box.value);
  return {
    ...(by === "everything" ? { everything: true } : { [by]: values }),
    mode: document.querySelector("input[name=mode]:checked").value,
    ...(regions.length ? { regions } : {}),
  };
}

const RECEIPT = [
  { name: "Region", cell: one => one.region },
  { name: "Instance", cell: one => one.instance },
  { name: "State", cell: one => badge(one.state, KINDS[one.state]) },
  { name: "Took", kind: "number", cell: one => millis(one.lagMs) },
];

function receipt(purge) {
  const gone = purge.instances.filter(one => one.state === "gone").length;
  const waiting = purge.waitingFor.join(", ") || "the fleet to be known";
  $("receipt-state").textContent = purge.state === "applied"
    ? `Applied by every live instance${gone ? `; ${gone} gone` : ""}.`
    : `Waiting for ${waiting}.`;
  show($("receipts"), purge.instances, all => table("Receipt, instance by instance", RECEIPT, all));
}

async function follow(id, until, complain) {
  clearTimeout(timer);
  try {
    const purge = await get(`/purges/${id}`);
    receipt(purge);
    const told = purge.state === "applied" && purge.instances.every(one => one.state !== "applied" || one.lagMs != null);
    if (!told && Date.now() < until) {
      timer = setTimeout(follow, EVERY_MS, id, until, complain);
    }
  } catch (refused) {
    // Who may purge and not read has at least been told that this one is in the log.
    if (refused.status !== 403) {
      complain(refused);
    }
  }
}

const what = purge => purge.scopes.slice(0, 3).map(scope => `${scope.by} ${scope.value ?? ""}`.trim()).join(", ")
  + (purge.scopeCount > 3 ? ` and ${purge.scopeCount - 3} more` : "");

const latest = complain => [
  { name: "At", cell: one => time(one.issuedAt) },
  { name: "What", cell: one => el("code", {}, what(one)) },
  { name: "Mode", cell: one => one.mode },
  { name: "By", cell: one => one.cause },
  { name: "Regions", cell: one => one.regions.join(", ") || "all" },
  { name: "State", cell: one => badge(one.state, one.state === "applied" ? "good" : "warn") },
  { name: "Slowest", kind: "number", cell: one => millis(most(one.instances.map(i => i.lagMs).filter(lag => lag != null))) },
  {
    name: "Receipt",
    cell: one => el("button", {
      type: "button", className: "plain", id: `receipt-of-${one.id}`,
      onclick: () => follow(one.id, Date.now() + FOR_MS, complain).then(() => $("receipt").scrollIntoView({ block: "nearest" })),
    }, "Show"),
  },
];

export function drawLatest(purges, complain) {
  show($("latest"), purges.slice(0, 20), all =>
    all.length ? table("Latest purges", latest(complain), all) : el("p", { className: "empty" }, "Nothing was purged lately."));
}

export function drawRegions(regions) {
  show($("purge-regions"), regions, all => all.map(name =>
    el("label", {}, el("input", { type: "checkbox", value: name, id: `purge-in-${name}` }), name)));
}

async function submit(complain) {
  const wanted = order();
  if (wanted.everything && !await ask({
    title: "Purge everything?",
    text: [el("p", {}, "Every cache is emptied, and origins get the load of all readers until they are filled again.")],
    yes: "Purge everything",
  })) {
    return;
  }
  try {
    const purge = await post("/purges", wanted, { "Idempotency-Key": `"${newKey()}"` });
    complain(null);
    receipt(purge);
    follow(purge.id, Date.now() + FOR_MS, complain);
  } catch (refused) {
    if (!(refused instanceof Refused)) {
      throw refused;
    }
    complain(refused);
  }
}

export function start(complain) {
  const choose = () => {
    $("values-row").hidden = $("by").value === "everything";
    $("values").placeholder = EXAMPLES[$("by").value];
  };
  $("by").addEventListener("change", choose);
  choose();
  $("purge-form").addEventListener("submit", event => {
    event.preventDefault();
    submit(complain);
  });
}

export const stop = () => clearTimeout(timer);
