"use strict";
// What is chosen and shown, as a value that fits in the address: back, forward, reload and a sent link all give it again.
const fresh = () => ({
  node: "", edge: "", article: "", links: false, a: "", b: "", places: false, steps: 0, around: "", group: 0,
  types: new Set(), relations: new Set(), sources: new Set(), events: true, loners: true, from: "", until: "",
  hidden: new Set(), pinned: new Set(), view: "",
});
const SETS = ["types", "relations", "sources", "hidden", "pinned"];
let state = fresh();

const write = from => {
  const usual = fresh(), parts = new URLSearchParams();
  for (const [key, value] of Object.entries(from)) {
    if (SETS.includes(key)) { [...value].sort().forEach(item => parts.append(key, item)); continue; }
    if (value !== usual[key]) parts.append(key, typeof value === "boolean" ? Number(value) : value);
  }
  return parts.toString();
};
const parse = text => {
  const result = fresh();
  for (const [key, value] of new URLSearchParams(text)) {
    if (!Object.hasOwn(result, key)) continue;
    if (SETS.includes(key)) result[key].add(value);
    else if (typeof result[key] === "boolean") result[key] = value === "1";
    else if (typeof result[key] === "number") result[key] = Math.trunc(Number(value)) || 0;
    else result[key] = value;
  }
  if (!byKey.has(result.node)) result.node = "";
  if (!byKey.has(result.around)) Object.assign(result, { around: "", steps: 0 });
  if (result.article && !articles[parseInt(result.article, 10)]) result.article = "";
  return result;
};
const change = (patch, again) => {
  const next = write({ ...state, view: "", ...patch });
  if (next === location.hash.slice(1)) { state = parse(next); render(); return; }
  if (again) { location.replace(`#${next}`); return; } // a slider under way: one step back, not thirty
  location.hash = next; // the browser answers with hashchange, and can go back
};
const toggled = (set, item) => { const next = new Set(set); if (!next.delete(item)) next.add(item); return next; };
const NOTHING = { node: "", edge: "", article: "", links: false, a: "", b: "", group: 0 };
const pick = node => change({ ...NOTHING, node: node.key });
const pickEdge = edge => change({ ...NOTHING, edge: String(edge.id) });
const pickArticle = (number, at) => change({ ...NOTHING, article: at === undefined ? String(number) : `${number}.${at}` });
const clear = () => change(NOTHING);
