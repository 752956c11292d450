"use strict";
// The page as a function of the state, and the hands that change it.
const panelFor = paths => {
  if (state.links || state.a || state.b) return showPath(paths);
  if (state.node) return showNode(byKey.get(state.node));
  if (state.edge && E[state.edge]) return showEdge(E[state.edge]);
  if (state.article) return showArticle();
  return state.group ? showGroup() : showStart();
};
const lightFor = paths => {
  const edgesOf = node => node.edges.filter(edge => edge.shown.length);
  if (state.a || state.b) {
    const on = paths.flat(), ids = new Set([state.a, state.b].filter(key => byKey.has(key)).map(key => byKey.get(key).id));
    on.forEach(({ from, to }) => ids.add(from.id).add(to.id));
    const edges = [...new Set(on.map(step => step.edge))];
    return ids.size ? light(ids, edges, edges) : light(null);
  }
  if (state.node) { const node = byKey.get(state.node), own = edgesOf(node); return light(new Set([node.id, ...own.map(edge => otherEnd(edge, node).id)]), own, own.slice(0, 60)); }
  if (state.edge && E[state.edge]) { const edge = E[state.edge]; return light(new Set([edge.from, edge.to]), [edge], edge.shown.length ? [edge] : []); }
  if (state.article) { const number = parseInt(state.article, 10); return light(new Set(N.filter(node => node.articles.has(number)).map(node => node.id)), E.filter(edge => edge.facts.some(fact => fact.articles.includes(number))), []); }
  if (state.group) { const ids = new Set((communities.get(state.group) || []).map(node => node.id)); return light(ids, E.filter(edge => ids.has(edge.from) && ids.has(edge.to)), []); }
  return light(null);
};
const lookFor = (before, paths) => {
  if (state.view) { const [x, y, scale] = state.view.split(",").map(Number); if (scale > 0) network.moveTo({ position: { x, y }, scale }); return; }
  if (before.around !== state.around || before.steps !== state.steps) fitTo([...seen.nodes]);
  else if (state.a && state.b && paths.length) fitTo([...view.lit.nodes], 1.2);
  else if (state.node && before.node !== state.node) goTo(byKey.get(state.node));
  else if (state.edge && before.edge !== state.edge && E[state.edge]) fitTo([E[state.edge].from, E[state.edge].to]);
  else if (state.group && before.group !== state.group) fitTo((communities.get(state.group) || []).map(node => node.id));
};
const status = () => {
  const edges = seen.edges.length, part = seen.nodes.size > ALL ? say("drawn") : "";
  $("status").replaceChildren(say("shown", seen.nodes.size, N.length, edges) + part, state.hidden.size ? element("span", {}, ` · ${say("hidden", state.hidden.size)} `, button(say("unhide"), () => change({ hidden: new Set() }), { className: "small" })) : "",
    state.steps ? button(say("unfocus"), () => change({ around: "", steps: 0 }), { className: "small", id: "unfocus" }) : "");
};
let before = fresh();
const render = () => {
  const inPanel = panel.contains(document.activeElement), again = document.activeElement?.dataset?.do;
  sift();
  const paths = found();
  lightFor(paths);
  if (!view.overview) fitAll();
  showFilters();
  showTime();
  status();
  document.body.classList.toggle("open", Boolean(state.node || state.edge || state.article || state.links || state.a || state.b || state.group));
  panelFor(paths);
  refine();
  lookFor(before, paths);
  refine();
  network.redraw();
  if (again) panel.querySelector(`[data-do="${again}"]`)?.focus();
  if (inPanel && document.activeElement === document.body) panel.focus();
  if (state.node && before.node !== state.node) announce(say("selected", byKey.get(state.node).label));
  network.unselectAll();
  if (state.node && network.body.nodes[byKey.get(state.node).id]) network.selectNodes([byKey.get(state.node).id], false);
  before = state;
};
const translate = () => {
  document.documentElement.lang = tongue ? "en" : "zh-CN";
  document.title = say("title");
  document.querySelectorAll("[data-say]").forEach(node => { node.textContent = say(node.dataset.say); });
  document.querySelectorAll("[data-label]").forEach(node => { node.setAttribute("aria-label", say(node.dataset.label)); node.title = say(node.dataset.label); });
  $("query").placeholder = say("find");
  $("counts").textContent = say("counts", articles.length, N.length, page.relations);
  container.setAttribute("aria-label", say("graph"));
};
const paint = theme => { document.documentElement.dataset.theme = theme; colours(); };
const hands = {
  language: () => { tongue = 1 - tongue; keep.set("language", tongue ? "en" : "zh"); translate(); render(); },
  theme: () => { const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark"; keep.set("theme", next); paint(next); render(); },
  back: () => history.back(), forward: () => history.forward(), overview: () => { clear(); fitAll(); later(); },
  path: () => change({ ...NOTHING, links: true, a: state.node || state.a, b: state.b }),
  take: () => { showTake(); document.body.classList.add("open"); },
  zoomIn: () => zoom(1.35), zoomOut: () => zoom(1 / 1.35), fit: () => { fitAll(); later(); }, reset: () => change(fresh()),
  menu: () => document.body.classList.toggle("menu"), close: () => { clear(); document.body.classList.remove("open"); },
  physics: () => { const on = !network.physics.physicsEnabled; settle(on); $("physics").setAttribute("aria-pressed", String(on)); },
};
const settle = on => { // what moved stays where it came to rest
  if (!on) drawn.getIds().forEach(id => Object.assign(N[id], placeOf(N[id])));
  network.setOptions({ physics: { enabled: on } });
  refine();
};
const zoom = times => { network.moveTo({ scale: Math.max(0.02, Math.min(network.getScale() * times, 6)), animation: false }); later(); };
const shift = (x, y) => { const at = network.getViewPosition(), scale = network.getScale(); network.moveTo({ position: { x: at.x + x / scale, y: at.y + y / scale } }); later(); };
const walk = step => {
  const order = ranked.filter(node => seen.nodes.has(node.id)), at = order.findIndex(node => node.key === state.node);
  if (order.length) pick(order[(at + step + order.length) % order.length]);
};
const onGraph = { ArrowLeft: () => shift(-80, 0), ArrowRight: () => shift(80, 0), ArrowUp: () => shift(0, -80), ArrowDown: () => shift(0, 80), "+": hands.zoomIn, "=": hands.zoomIn, "-": hands.zoomOut,
  Enter: () => panel.querySelector("h2, button")?.focus() };
const anywhere = { "/": () => $("query").focus(), Escape: () => { document.body.classList.remove("menu"); clear(); }, 0: hands.fit, "[": () => walk(-1), "]": () => walk(1),
  f: () => state.node && change({ around: state.around === state.node ? "" : state.node, steps: state.around === state.node ? 0 : 1 }),
  h: () => state.node && change({ ...NOTHING, hidden: toggled(state.hidden, state.node) }), p: () => state.node && change({ pinned: toggled(state.pinned, state.node) }) };

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select") || $("dialog").open) return;
  const run = (document.activeElement === container && onGraph[event.key]) || anywhere[event.key];
  if (run) { event.preventDefault(); run(); }
});
Object.entries(hands).forEach(([id, run]) => $(id).addEventListener("click", run));
for (const id of ["from", "until"]) { $(id).addEventListener("input", slide); $(id).addEventListener("change", () => { sliding = false; }); }
comboBox($("query"), $("hits"), node => { pick(node); $("query").select(); });
window.addEventListener("hashchange", () => { state = parse(location.hash.slice(1)); render(); });
window.addEventListener("beforeprint", () => panel.querySelectorAll("details").forEach(row => { row.open = true; }));
state = parse(location.hash.slice(1));
translate();
paint(keep.get("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
render();
document.body.dataset.ready = String(Math.round(performance.now()));
