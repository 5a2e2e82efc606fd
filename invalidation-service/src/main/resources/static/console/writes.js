// The write queue, and the dead letters: show, replay, discard. All of it is write-processor's, asked through this service.

import { get, post } from "./api.js";
import { Lines, Samples } from "./charts.js";
import { $, count, el, show, table, tile, time } from "./dom.js";
import { ask } from "./sure.js";

const LETTERS = "/console/api/dead-letters";
const depth = new Lines($("depth"), { unit: "writes" });
const samples = new Samples(300);
/** Whatever page they are on. */
const chosen = new Set();
const PAGE = 50;
/** The letter after which each page begins, up to the page that is shown. */
const pages = [0];
let last = 0;

function queue(state) {
  const open = Object.values(state.letters).reduce((sum, one) => sum + one, 0);
  return [
    tile("Waiting", count(state.waiting)),
    tile("Parked for another try", count(state.parked), state.parked ? "warn" : ""),
    tile("Open dead letters", count(open), open ? "bad" : ""),
    tile("Partitions", count(state.partitions.length)),
  ];
}

function drawQueue(state) {
  show($("queue-tiles"), state, queue);
  samples.add(Date.now() / 1000, { waiting: state.waiting });
  depth.set([...samples.names], samples.data);
  show($("cause"), [Object.entries(state.letters), $("cause").value], ([causes, value]) => [
    el("option", { value: "" }, "all"),
    ...causes.map(([cause, letters]) => el("option", { value: cause, selected: cause === value }, `${cause} (${letters})`)),
  ]);
}

function say() {
  const all = $("cause").value ? "all of this cause" : "all";
  $("chosen").textContent = chosen.size ? `${chosen.size} chosen` : `None chosen: ${all}`;
}

const columns = complain => [
  {
    name: "Choose",
    cell: one => el("input", {
      type: "checkbox", id: `letter-${one.id}`, checked: chosen.has(one.id), "aria-label": `Letter ${one.id}`,
      onchange: event => {
        event.target.checked ? chosen.add(one.id) : chosen.delete(one.id);
        say();
      },
    }),
  },
  { name: "Letter", kind: "number", cell: one => count(one.id) },
  { name: "Resource", cell: one => el("code", {}, one.resource ?? "unreadable") },
  { name: "Cause", cell: one => el("code", {}, one.cause) },
  { name: "Detail", kind: "long", cell: one => one.detail },
  { name: "Tries", kind: "number", cell: one => count(one.tries) },
  { name: "Failed at", cell: one => time(one.failedAt) },
  {
    name: "Record",
    cell: one => el("button", { type: "button", className: "plain", id: `show-${one.id}`, onclick: () => showLetter(one.id, complain) }, "Show"),
  },
];

/** Letters that are not there any more cannot be chosen; of other pages nothing is known. */
function forgetClosed(letters, more) {
  const open = new Set(letters.map(one => one.id));
  const end = more ? letters.at(-1).id : Infinity;
  [...chosen].filter(id => id > pages.at(-1) && id <= end && !open.has(id)).forEach(id => chosen.delete(id));
}

function drawLetters(letters, more, complain) {
  forgetClosed(letters, more);
  show($("letters"), letters, all => (all.length
    ? table("Dead letters", columns(complain), all)
    : el("p", { className: "empty" }, "No open dead letters.")));
  $("replay").disabled = $("discard").disabled = !letters.length;
  $("letters-pages").hidden = pages.length === 1 && !more;
  $("letters-earlier").disabled = pages.length === 1;
  $("letters-later").disabled = !more;
  last = letters.at(-1)?.id ?? 0;
  const page = letters.length ? `Page ${pages.length}: letters ${count(letters[0].id)} to ${count(last)}` : "";
  if ($("letters-page").textContent !== page) {
    $("letters-page").textContent = page;
  }
  say();
}

async function showLetter(id, complain) {
  try {
    const letter = await get(`${LETTERS}/${id}`);
    complain(null);
    await ask({
      title: `Letter ${id}`,
      text: [
        el("p", {}, `${letter.resource ?? letter.key}, at ${letter.position}. That you saw it is written down.`),
        el("pre", { tabIndex: 0 }, letter.value),
        el("p", {}, letter.detail),
      ],
      yes: "Close",
    });
  } catch (refused) {
    complain(refused);
  }
}

function selection() {
  if (chosen.size) {
    return { letters: [...chosen] };
  }
  return $("cause").value ? { cause: $("cause").value } : { all: true };
}

/** First the dry run, whose letters are shown; then, if wanted, exactly those. */
async function act(action, complain) {
  const wanted = selection();
  const discard = action === "discard";
  try {
    const dry = await post(`${LETTERS}/${action}`, { ...wanted, ...(discard ? { reason: "dry run" } : {}) });
    const names = dry.letters.slice(0, 10).map(one => el("li", {}, `${one.id}: ${one.resource ?? "unreadable"} (${one.cause})`));
    const answer = await ask({
      title: `${discard ? "Discard" : "Replay"} ${count(dry.count)} ${dry.count === 1 ? "letter" : "letters"}?`,
      text: [
        el("p", {}, discard ? "They are closed and not applied." : "They go to the end of the queue and are tried again."),
        el("ul", {}, ...names, ...(dry.count > 10 ? [el("li", {}, `and ${dry.count - 10} more`)] : [])),
      ],
      yes: discard ? "Discard" : "Replay",
      reason: discard,
    });
    if (answer) {
      await post(`${LETTERS}/${action}`, { ...wanted, confirm: dry.confirm, ...(discard ? { reason: answer.reason } : {}) });
      chosen.clear();
      $("letters-done").textContent = `${discard ? "Discarded" : "Replayed"} ${count(dry.count)}.`;
      complain(null);
      await look(complain);
    }
  } catch (refused) {
    complain(refused);
  }
}

/** Asks once and draws it. */
export async function look(complain) {
  const cause = $("cause").value;
  const after = pages.at(-1);
  const [state, { letters, next }] = await Promise.all([
    get("/console/api/queue"),
    get(`${LETTERS}?limit=${PAGE}&after=${after}&cause=${encodeURIComponent(cause)}`),
  ]);
  drawQueue(state);
  if (after !== pages.at(-1) || cause !== $("cause").value) {
    return; // somebody has turned the page meanwhile
  }
  if (!letters.length && pages.length > 1) {
    pages.pop();
    await look(complain);
  } else {
    drawLetters(letters, Boolean(next), complain);
  }
}

export function start(complain) {
  $("replay").addEventListener("click", () => act("replay", complain));
  $("discard").addEventListener("click", () => act("discard", complain));
  $("cause").addEventListener("change", () => {
    chosen.clear();
    pages.length = 1;
    look(complain).catch(complain);
  });
  $("letters-later").addEventListener("click", () => {
    pages.push(last);
    look(complain).catch(complain);
  });
  $("letters-earlier").addEventListener("click", () => {
    pages.pop();
    look(complain).catch(complain);
  });
}
