// The little that the pages need of the DOM, and how figures are written.

export const $ = id => document.getElementById(id);

/** An element with properties, attributes (where there is no such property) and children; nothing is parsed as HTML. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) {
      made[name] = value;
    } else {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.filter(child => child != null));
  return made;
}

/** Replaces what a place shows, if it changed; whoever has the focus keeps it. */
export function show(place, state, draw) {
  const now = JSON.stringify(state);
  if (place.shown === now) {
    return;
  }
  place.shown = now;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...[draw(state)].flat());
  if (focused) {
    $(focused)?.focus();
  }
}

/**
 * A table that a phone shows as a list: each cell carries its column's name.
 *
 * @param columns [{name, cell: row => text or node, kind: "number" or nothing}]
 */
export function table(caption, columns, rows) {
  const head = columns.map(column => el("th", { scope: "col", className: column.kind ?? "" }, column.name));
  const body = rows.map(row =>
    el("tr", {}, ...columns.map(column =>
      el("td", { className: column.kind ?? "", "data-name": column.name }, column.cell(row)))));
  return el("div", { className: "wide" },
    el("table", {}, el("caption", { className: "unseen" }, caption),
      el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body)));
}

export const tile = (name, value, kind = "") =>
  el("div", { className: `tile ${kind}` }, el("span", {}, name), el("strong", {}, value));

export const badge = (text, kind) => el("span", { className: `badge ${kind}` }, text);

export const count = value => (value == null ? "–" : value.toLocaleString("en"));
export const millis = value => (value == null ? "–" : `${count(Math.round(value))} ms`);
export const percent = ratio => (ratio == null ? "–" : `${(ratio * 100).toFixed(1)} %`);
export const most = values => (values.length ? Math.max(...values) : null);
export const time = instant => new Date(instant).toLocaleTimeString("en-GB");
