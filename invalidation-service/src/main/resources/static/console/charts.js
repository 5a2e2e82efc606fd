// Lines over time, one for each region, drawn by uPlot. A null is a gap.

import { el, time } from "./dom.js";

const FONT = "12px system-ui, sans-serif";
const HEIGHT = 190;
const charts = new Set();
const clock = seconds => time(seconds * 1000);

/** What a custom property is in the present colours: canvases know no var(). */
function colour(name) {
  const probe = document.body.appendChild(el("i", { hidden: true }));
  probe.style.color = `var(${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

export class Lines {
  constructor(place, { points = false, unit = "ms" } = {}) {
    this.place = place;
    this.points = points;
    this.unit = unit;
    this.names = [];
    this.data = [[]];
    charts.add(this);
    new ResizeObserver(() => this.resize()).observe(place);
  }

  /** Shows other data: seconds first, then one array for each name. */
  set(names, data) {
    const others = this.names.join() !== names.join();
    this.names = names;
    this.data = data;
    if (others || !this.plot) {
      this.draw();
    } else {
      this.plot.setData(data);
    }
    this.describe();
  }

  draw() {
    this.plot?.destroy();
    this.plot = null;
    if (this.place.clientWidth > 0 && this.names.length) {
      this.plot = new uPlot(this.options(), this.data, this.place);
      this.describe();
    }
  }

  resize() {
    if (!this.plot) {
      this.draw();
    } else if (this.place.clientWidth > 0) {
      this.plot.setSize({ width: this.place.clientWidth, height: HEIGHT });
    }
  }

  options() {
    const axis = { stroke: colour("--faint"), font: FONT, ticks: { show: false }, grid: { stroke: colour("--line"), width: 1 } };
    const series = this.names.map((label, i) => {
      const stroke = colour(`--series-${i % 6}`);
      return { label, stroke, width: 2, spanGaps: this.points, points: { show: this.points, size: 5, fill: stroke } };
    });
    return {
      width: this.place.clientWidth,
      height: HEIGHT,
      cursor: { y: false, drag: { x: false, y: false } },
      legend: { markers: { width: 0, fill: (_, i) => colour(`--series-${(i - 1) % 6}`) } },
      scales: { y: { range: (_, least, greatest) => [0, Math.max(10, (greatest ?? 0) * 1.1)] } },
      axes: [{ ...axis, grid: { show: false }, size: 28, space: 80, values: (_, all) => all.map(clock) }, { ...axis, size: 56, space: 36 }],
      series: [{ label: "at", value: (_, at) => (at == null ? "" : clock(at)) }, ...series],
    };
  }

  /** The latest values in words, for whoever does not see the canvas. */
  describe() {
    const canvas = this.place.querySelector("canvas");
    const latest = this.names.map((name, i) => `${name} ${this.data[i + 1]?.findLast(one => one != null) ?? "none"}`);
    canvas?.setAttribute("role", "img");
    canvas?.setAttribute("aria-label", `Latest, ${this.unit}: ${latest.join(", ") || "none"}`);
  }
}

/** Samples of the same names over time, at most so many. */
export class Samples {
  constructor(most) {
    this.most = most;
    this.names = [];
    this.data = [[]];
  }

  /** @param values a value or null by name */
  add(seconds, values) {
    for (const name of Object.keys(values).filter(one => !this.names.includes(one))) {
      this.names.push(name);
      this.data.push(this.data[0].map(() => null));
    }
    this.data[0].push(seconds);
    this.names.forEach((name, i) => this.data[i + 1].push(values[name] ?? null));
    this.data = this.data.map(line => line.slice(-this.most));
  }
}

export function recolour() {
  charts.forEach(chart => chart.draw());
}
