// The console: who is signed in, which view is shown, and that it is drawn again and again.

import { Refused, get, token } from "./api.js";
import { recolour } from "./charts.js";
import { $ } from "./dom.js";
import * as explain from "./explain.js";
import * as fleet from "./fleet.js";
import * as purge from "./purge.js";
import * as writes from "./writes.js";

const EVERY_MS = 2000;
const VIEWS = ["fleet", "purge", "writes", "explain"];
let me = null;
let timer;

function complain(refused) {
  if (refused?.status === 401) {
    signOut("This token is not known here.");
    return;
  }
  $("problem").textContent = refused?.message ?? "";
  $("problem").hidden = !refused;
}

/** What must be redrawn goes through here, so that a failure of one round is told and ends with the next that works. */
let away = false;
async function round(view) {
  try {
    if (me.roles.includes("read")) {
      const seen = await fleet.look();
      purge.drawRegions(seen.regions);
      purge.drawLatest(seen.purges, complain);
      if (view === "writes" && me.writeProcessor) {
        await writes.look(complain);
      }
    }
    if (away) {
      away = false;
      complain(null);
    }
  } catch (refused) {
    if (!(refused instanceof Refused)) {
      throw refused;
    }
    away = true;
    complain(refused);
  }
}

function current() {
  const wanted = location.hash.slice(1);
  return VIEWS.includes(wanted) ? wanted : "fleet";
}

function draw() {
  const view = current();
  $("entrance").hidden = me != null;
  $("views").hidden = $("session").hidden = me == null;
  VIEWS.forEach(one => ($(one).hidden = me == null || one !== view));
  document.querySelectorAll("#views a").forEach(link =>
    link.hash === `#${view}` ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current"));
}

async function live() {
  clearTimeout(timer);
  const mine = me;
  await round(current());
  if (me && me === mine) {
    timer = setTimeout(live, EVERY_MS);
  }
}

async function signIn() {
  try {
    me = await get("/console/api/me");
  } catch (refused) {
    complain(refused);
    return;
  }
  complain(null);
  $("caller").textContent = `${me.name} (${me.roles.join(", ")})`;
  const reads = me.roles.includes("read");
  $("writes-away").hidden = me.writeProcessor && reads;
  $("writes-there").hidden = !$("writes-away").hidden;
  $("writes-away").textContent = reads
    ? "No write-processor is configured here: set tideline.console.write-processor-url of this service."
    : "This token may not look: it needs the role read.";
  if (!reads) {
    location.hash = "purge";
  }
  draw();
  await live();
}

function signOut(why = "") {
  clearTimeout(timer);
  purge.stop();
  token.forget();
  me = null;
  draw();
  $("problem").textContent = why;
  $("problem").hidden = !why;
  $("token").focus();
}

function paint(theme) {
  document.documentElement.dataset.theme = theme;
  recolour();
}

$("sign-in").addEventListener("submit", event => {
  event.preventDefault();
  token.keep($("token").value.trim());
  $("token").value = "";
  signIn();
});
$("leave").addEventListener("click", () => signOut());
$("theme").value = localStorage.getItem("theme") ?? "";
$("theme").addEventListener("change", () => {
  localStorage.setItem("theme", $("theme").value);
  paint($("theme").value);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
addEventListener("hashchange", () => {
  draw();
  scrollTo(0, 0);
  if (me) {
    live();
  }
});

purge.start(complain);
writes.start(complain);
explain.start();
paint($("theme").value);
draw();
if (token.get()) {
  signIn();
}
