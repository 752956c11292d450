"use strict";
// Which articles, facts, nodes and edges the filters leave, and the legend that sets them.
let articleOk = [], seen = { nodes: new Set(), edges: [], filtered: false };
const periodOk = date => (!state.from && !state.until) ||
  (date !== "" && (!state.from || date >= state.from.slice(0, date.length)) && (!state.until || date.slice(0, state.until.length) <= state.until));
const factOk = fact => !state.relations.has(fact.p) && (state.events || !fact.event) && fact.articles.some(a => articleOk[a]);
const nodeAllowed = node => !state.types.has(node.group) && !state.hidden.has(node.key) &&
  (!seen.filtered || !node.articles.size || [...node.articles].some(a => articleOk[a]));
const strength = edge => new Set(edge.shown.flatMap(fact => fact.articles.filter(a => articleOk[a]))).size;

const sift = () => {
  articleOk = articles.map(article => !state.sources.has(article.source) && periodOk(article.date));
  seen = { nodes: new Set(), edges: [], filtered: articleOk.includes(false) };
  const allowed = N.map(nodeAllowed);
  for (const edge of E) {
    edge.shown = allowed[edge.from] && allowed[edge.to] ? edge.facts.filter(factOk) : [];
    if (edge.shown.length) seen.edges.push(edge);
  }
  const near = state.steps ? around(byKey.get(state.around), state.steps) : null;
  if (near) seen.edges = seen.edges.filter(edge => near.has(edge.from) && near.has(edge.to));
  const joined = new Set(seen.edges.flatMap(edge => [edge.from, edge.to]));
  N.forEach(node => { if (allowed[node.id] && (near ? near.has(node.id) : state.loners || joined.has(node.id))) seen.nodes.add(node.id); });
};
const around = (node, steps) => {
  const found = new Set([node.id]);
  let edge = [node];
  for (let step = 0; step < steps; step++) {
    edge = edge.flatMap(from => from.edges.filter(e => e.shown.length).map(e => otherEnd(e, from))).filter(to => !found.has(to.id));
    edge.forEach(to => found.add(to.id));
  }
  return found;
};

// The legend
const counts = () => {
  const types = new Map(), relations = new Map(), pages = new Map();
  const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
  N.forEach(node => { if (!seen.filtered || !node.articles.size || [...node.articles].some(a => articleOk[a])) add(types, node.group); });
  facts.forEach(fact => { if (fact.o !== null && fact.articles.some(a => articleOk[a])) add(relations, fact.p); });
  articles.forEach(article => add(pages, article.source));
  return { types, relations, pages };
};
const option = (kind, key, picture, text, count) => element("label", { className: "option" },
  element("input", { type: "checkbox", checked: !state[kind].has(key), "data-filter": `${kind}:${key}`, onchange: () => change({ [kind]: toggled(state[kind], key) }) }),
  picture, element("span", { className: "grow", title: text }, text), element("small", {}, String(count || 0)));
const swatch = event => drawing("svg", { class: "swatch", viewBox: "0 0 22 10", "aria-hidden": "true" }, drawing("path", { d: "M1 5h20", class: event ? "event" : "standing" }));
const box = (key, kind, keys, ...rows) => element("fieldset", {}, element("legend", {}, say(key)),
  element("span", { className: "both" }, button(say("all"), () => change({ [kind]: new Set() }), { className: "small" }),
    button(say("none"), () => change({ [kind]: new Set(keys) }), { className: "small" })), ...rows);
// Of an archive's pages those that match what is typed, and those switched off
const PAGES = 40;
let wantedPage = "";
const pageRows = count => sources.filter(source => state.sources.has(source) || source.toLowerCase().includes(wantedPage)).slice(0, PAGES).map(source => option("sources", source, null, source, count.get(source)));
const pagesBox = count => {
  const rows = element("div", {}, ...pageRows(count)), typed = event => { wantedPage = event.target.value.trim().toLowerCase(); rows.replaceChildren(...pageRows(count)); };
  return box("sources", "sources", sources, sources.length > PAGES ? element("input", { type: "search", "data-filter": "page", "aria-label": say("sources"), placeholder: `${say("sources")} · ${sources.length}`, value: wantedPage, oninput: typed }) : null, rows);
};
const showFilters = () => {
  const count = counts(), held = document.activeElement?.dataset?.filter;
  const types = page.classes.map(([name]) => name).filter(name => N.some(node => node.group === name));
  const used = new Set(facts.filter(fact => fact.o !== null).map(fact => fact.p));
  const relations = page.predicates.map(([name]) => name).filter(name => used.has(name));
  const row = name => option("relations", name, swatch(predicateOf.get(name).event), predicateOf.get(name).words[tongue], count.relations.get(name));
  const of = event => relations.filter(name => predicateOf.get(name).event === event);
  const flag = key => element("label", { className: "option" }, element("input", { type: "checkbox", checked: state[key], "data-filter": key, onchange: () => change({ [key]: !state[key] }) }), element("span", {}, say(key === "events" ? "eventsOff" : key)));
  $("options").replaceChildren(
    box("types", "types", types, ...types.map(name => option("types", name, glyph(name), classOf.get(name).words[tongue], count.types.get(name))), flag("loners")),
    box("relations", "relations", relations, ...of(false).map(row), of(true).length ? flag("events") : null, ...of(true).map(row)),
    pagesBox(count.pages));
  if (held) $("options").querySelector(`[data-filter="${CSS.escape(held)}"]`)?.focus();
};

// The time slider: two handles over the periods in which articles appeared
const showTime = () => {
  const last = periods.length - 1, bars = periods.map(date => articles.filter(article => article.date === date).length), most = Math.max(...bars, 1);
  $("time").hidden = periods.length < 2;
  if ($("time").hidden) return;
  const begin = state.from ? Math.max(periods.findIndex(date => date >= state.from), 0) : 0;
  const end = state.until ? periods.findLastIndex(date => date <= state.until) : last;
  $("bars").replaceChildren(...bars.map((bar, n) => element("i", { className: n >= begin && n <= end ? "in" : "", style: `height:${12 + 88 * bar / most}%`, title: `${periods[n]} · ${bar}` })));
  for (const [id, value] of [["from", begin], ["until", end]]) {
    Object.assign($(id), { min: 0, max: last, value });
    $(id).setAttribute("aria-valuetext", periods[value] || "");
  }
  $("range").textContent = `${periods[begin] || ""} – ${periods[end] || ""}`;
};
let sliding = false;
const slide = () => {
  const [low, high] = [Number($("from").value), Number($("until").value)].sort((a, b) => a - b), last = periods.length - 1;
  change({ from: low === 0 && high === last ? "" : periods[low], until: low === 0 && high === last ? "" : periods[high] }, sliding);
  sliding = true;
};
