// The gateway instances by region, and how quickly purges reach them.

import { get } from "./api.js";
import { Lines, Samples } from "./charts.js";
import { $, badge, count, el, millis, most, percent, show, table, tile } from "./dom.js";

const SAMPLES = 300;
const staleness = new Lines($("staleness"));
const propagation = new Lines($("propagation"), { points: true });
const samples = new Samples(SAMPLES);

const isLive = one => one.presence === "live";
const ratio = all => {
  const hits = all.reduce((sum, one) => sum + one.hits, 0);
  const lookups = all.reduce((sum, one) => sum + one.hits + one.misses, 0);
  return lookups ? hits / lookups : null;
};
const known = values => values.filter(value => value != null);

export function byRegion(instances) {
  const regions = Object.groupBy(instances, one => one.region);
  return Object.keys(regions).sort().map(name => ({ name, instances: regions[name] }));
}

function state(one) {
  if (!isLive(one)) {
    return badge("gone", "bad");
  }
  return one.ready ? badge("ready", "good") : badge("starting", "warn");
}

const COLUMNS = [
  { name: "Instance", cell: one => el("span", {}, one.instance, el("small", {}, one.colo)) },
  { name: "State", cell: state },
  { name: "Hit ratio", kind: "number", cell: one => percent(one.hitRatio) },
  { name: "Records behind", kind: "number", cell: one => count(one.lag) },
  { name: "Staleness", kind: "number", cell: one => millis(one.stalenessMs) },
  { name: "Last purge took", kind: "number", cell: one => millis(one.lastLagMs) },
  { name: "Entries", kind: "number", cell: one => count(one.entries) },
  { name: "Heard", kind: "number", cell: one => `${(one.silentMs / 1000).toFixed(1)} s ago` },
];

function region({ name, instances }) {
  const live = instances.filter(isLive);
  const facts = `${live.length} of ${instances.length} live · hit ratio ${percent(ratio(live))}`
    + ` · at most ${count(most(live.map(one => one.lag)) ?? 0)} records behind`;
  return el("article", { className: "region" },
    el("h3", {}, name, el("span", {}, facts)),
    table(`Instances in ${name}`, COLUMNS, instances));
}

function tiles(instances) {
  const live = instances.filter(isLive);
  const gone = instances.length - live.length;
  const stale = most(known(live.map(one => one.stalenessMs)));
  const took = most(known(live.map(one => one.lastLagMs)));
  return [
    tile("Live instances", gone ? `${live.length} of ${instances.length}` : count(live.length), gone ? "bad" : ""),
    tile("Hit ratio", percent(ratio(live))),
    tile("Most records behind", count(most(live.map(one => one.lag)))),
    tile("Staleness", millis(stale)),
    tile("Last purge took", millis(took)),
  ];
}

function drawStaleness(regions) {
  const worst = regions.map(({ name, instances }) =>
    [name, most(known(instances.filter(isLive).map(one => one.stalenessMs)))]);
  samples.add(Date.now() / 1000, Object.fromEntries(worst));
  // Sorted, so that a region has the same colour in both charts.
  const names = [...samples.names].sort();
  staleness.set(names, [samples.data[0], ...names.map(name => samples.data[samples.names.indexOf(name) + 1])]);
}

function drawPropagation(regions, purges) {
  const names = regions.map(one => one.name);
  const told = purges.filter(one => one.instances.some(receipt => receipt.lagMs != null)).reverse();
  const at = told.map(one => Date.parse(one.issuedAt) / 1000);
  const order = at.map((_, i) => i).sort((a, b) => at[a] - at[b]);
  const lines = names.map(name => order.map(i =>
    most(known(told[i].instances.filter(one => one.region === name).map(one => one.lagMs)))));
  propagation.set(names, [order.map(i => at[i]), ...lines]);
}

/** Asks once and draws it; returns what it saw, for others to draw. */
export async function look() {
  const [fleet, { purges }] = await Promise.all([get("/fleet"), get("/purges?limit=100")]);
  const regions = byRegion(fleet.instances);
  show($("tiles"), fleet.instances, tiles);
  show($("regions"), regions, all => (all.length ? all.map(region) : [el("p", { className: "empty" }, "No gateway has reported yet.")]));
  $("log").textContent = `Purge log at ${count(fleet.lastOffset)}${fleet.complete ? "" : ", not every instance heard yet"}`;
  drawStaleness(regions);
  drawPropagation(regions, purges);
  return { regions: regions.map(one => one.name), purges };
}
