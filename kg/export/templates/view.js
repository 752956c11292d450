"use strict";
// The drawing by vis-network. It holds what is worth drawing now; the rest stays in N and E until one zooms in or asks.
const ALL = 1500; // as many nodes are drawn whatever the zoom
const OVERVIEW = 320, CLOSE = 500, LINES = 2200; // beyond: the strongest, those in sight, the lines among them
const container = $("mynetwork");
const drawn = new vis.DataSet(), lines = new vis.DataSet();
const network = new vis.Network(container, { nodes: drawn, edges: lines }, options);
const placeOf = node => { const body = network.body.nodes[node.id]; return body ? { x: body.x, y: body.y } : { x: node.x, y: node.y }; };
const onScreen = ({ x, y }) => { const scale = network.body.view.scale, off = network.body.view.translation; return { x: x * scale + off.x, y: y * scale + off.y }; };
const view = { lit: null, named: [], labels: [], hulls: [], colours: {} };

const colours = () => {
  const style = getComputedStyle(document.body), of = name => style.getPropertyValue(name).trim();
  view.colours = { paper: of("--paper"), ink: of("--ink"), dim: of("--dim"), standing: of("--standing"), event: of("--event"), lit: of("--lit"), hull: of("--hull") };
};
// What a line looks like: thick by independent articles, light for events, dashed for posts that are not held
const lineOf = edge => {
  const event = edge.shown.every(fact => fact.event), apart = edge.shown.every(fact => ["former", "proposed"].includes(fact.status));
  const lit = !view.lit || view.lit.edges.has(edge.id), count = strength(edge), base = event ? 0.6 : 1.4;
  const colour = view.lit && lit ? view.colours.lit : event ? view.colours.event : view.colours.standing;
  return { id: edge.id, from: edge.from, to: edge.to, width: Math.min(base * (1 + (count - 1) * 0.9), 8), dashes: apart ? [7, 5] : false,
    color: { color: colour, highlight: view.colours.lit, hover: view.colours.lit, opacity: lit ? 1 : 0.12 } };
};
// Far off a node keeps a size that can be seen and clicked; the zoom counts in steps, so that few moves change it
const SMALLEST = 4.2, STRONG = 9;
const farOff = () => 1.25 ** Math.round(Math.log(network.body.view.scale) / Math.log(1.25));
const sizeOf = node => Math.max(node.size, (node.community ? SMALLEST : 2.6) / farOff() + node.size * 0.25);
const moving = () => network.physics.physicsEnabled;
const dotOf = node => {
  const lit = !view.lit || view.lit.nodes.has(node.id), pinned = state.pinned.has(node.key);
  const { x, y } = moving() ? placeOf(node) : node;
  return { id: node.id, x, y, group: node.group, shape: node.shape, size: Number(sizeOf(node).toFixed(1)), opacity: lit ? 1 : 0.14,
    borderWidth: pinned ? 4 : 1.2, fixed: pinned, shapeProperties: { borderDashes: node.guessed ? [3, 2] : false } };
};
const forced = node => view.lit?.nodes.has(node.id) || state.pinned.has(node.key) || state.node === node.key;
const chosenNodes = () => {
  if (seen.nodes.size <= ALL) return seen.nodes;
  const found = new Set(), scale = network.body.view.scale, corner = network.DOMtoCanvas({ x: 0, y: 0 }), far = network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight });
  let top = 0, close = 0;
  for (const node of ranked) {
    if (!seen.nodes.has(node.id)) continue;
    const inside = node.x > corner.x && node.x < far.x && node.y > corner.y && node.y < far.y;
    if (forced(node)) found.add(node.id);
    else if (top < OVERVIEW) { found.add(node.id); top++; }
    else if (inside && close < CLOSE && scale > view.overview * 1.3) { found.add(node.id); close++; }
  }
  return found;
};
const chosenLines = nodes => {
  const own = seen.edges.filter(edge => nodes.has(edge.from) && nodes.has(edge.to));
  if (own.length <= LINES) return own;
  const key = edge => (view.lit?.edges.has(edge.id) ? -1e6 : 0) + Math.max(N[edge.from].rank, N[edge.to].rank);
  return own.map(edge => [key(edge), edge]).sort((a, b) => a[0] - b[0]).slice(0, LINES).map(([, edge]) => edge);
};
// Bring the data sets to what is chosen, touching only what differs
const looks = { dots: new Map(), lines: new Map() };
const renew = (set, known, items) => {
  const wanted = new Map(items.map(item => [item.id, JSON.stringify(item)]));
  const gone = [...known.keys()].filter(id => !wanted.has(id)), fresh = items.filter(item => known.get(item.id) !== wanted.get(item.id));
  gone.forEach(id => known.delete(id));
  fresh.forEach(item => known.set(item.id, wanted.get(item.id)));
  if (gone.length) set.remove(gone);
  if (fresh.length) set.update(fresh);
};
const refine = () => {
  const nodes = chosenNodes(), own = chosenLines(nodes), dots = [...nodes].map(id => dotOf(N[id]));
  renew(lines, looks.lines, own.map(lineOf));
  renew(drawn, looks.dots, dots);
  view.hulls = moving() ? [] : hulls();
  view.order = ranked.filter(node => nodes.has(node.id));
};
const hulls = () => [...communities.values()].map(members => members.filter(node => seen.nodes.has(node.id))).filter(members => members.length > 3)
  .map(members => hull(members.map(placeOf)));

// Drawn by us: communities below, labels above
network.on("beforeDrawing", pen => {
  pen.lineJoin = "round";
  pen.fillStyle = pen.strokeStyle = view.colours.hull;
  pen.lineWidth = 70;
  for (const outline of view.hulls) {
    pen.beginPath();
    outline.forEach(({ x, y }, n) => n ? pen.lineTo(x, y) : pen.moveTo(x, y));
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
});
network.on("afterDrawing", pen => {
  const wide = container.clientWidth, high = container.clientHeight, scale = network.body.view.scale, ratio = network.canvas.pixelRatio || 1;
  const spotOf = node => ({ owner: node.id, ...onScreen(placeOf(node)), radius: sizeOf(node) * scale, text: node.label, strong: forcedLabel(node) || node.rank < STRONG, faint: view.lit && !view.lit.nodes.has(node.id) });
  const inSight = ({ x, y }) => x > -60 && x < wide + 60 && y > -30 && y < high + 30;
  const lone = scale > view.overview * 1.7; // the names of what stands alone come with the zoom
  const spots = (view.order || []).filter(node => node.community || lone || forcedLabel(node) || view.lit?.nodes.has(node.id)).map(spotOf).filter(inSight).filter(spot => !spot.faint);
  spots.sort((a, b) => forcedLabel(N[b.owner]) - forcedLabel(N[a.owner]));
  pen.save();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  const { placed, room } = arrange(pen, spots, wide, high);
  view.labels = [...placed, ...alongLines(pen, room, view.named.map(edge => ({ ...middleOf(edge), text: nameOf(edge) })))];
  drawLabels(pen, view.labels, view.colours);
  pen.restore();
});
const forcedLabel = node => Number(state.node === node.key || state.a === node.key || state.b === node.key || state.pinned.has(node.key));
const middleOf = edge => { const a = onScreen(placeOf(N[edge.from])), b = onScreen(placeOf(N[edge.to])); return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }; };
const nameOf = edge => [...new Set(edge.shown.map(fact => fact.role && tongue === 0 ? fact.role : predicateOf.get(fact.p).words[tongue]))].join("、");

// Lighting up: these nodes and edges are in the light, the others dim
const light = (nodes, edges, named) => { view.lit = nodes ? { nodes, edges: new Set(edges.map(edge => edge.id)) } : null; view.named = named || []; };
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
// On a phone the panel lies over the lower part: what one looks at goes to the middle of what is left
const covered = () => Math.max(0, container.getBoundingClientRect().bottom - ($("side").offsetParent && innerWidth <= 900 ? $("side").getBoundingClientRect().top : Infinity));
const aim = (position, scale, animation) => network.moveTo({ position, scale, offset: { x: 0, y: -covered() / 2 }, animation });
const fitTo = (ids, most = 1.6) => {
  const points = ids.map(id => placeOf(N[id]));
  if (!points.length) return;
  const xs = points.map(p => p.x), ys = points.map(p => p.y), [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide = container.clientWidth * 0.94 - Math.min(130, container.clientWidth * 0.1), high = container.clientHeight - covered() - 90;
  aim({ x: (left + right) / 2, y: (top + bottom) / 2 }, Math.min(wide / (right - left + 40), high / (bottom - top + 40), most), false);
};
const fitAll = () => {
  const joined = [...seen.nodes].filter(id => N[id].community);
  fitTo(joined.length > 1 && container.clientWidth < 600 ? joined : [...seen.nodes]);
  view.overview = network.body.view.scale;
};
const goTo = node => {
  const spot = onScreen(placeOf(node)), scale = network.body.view.scale, near = Math.max(scale, Math.min(1, view.overview * 2.2));
  const inside = spot.x > 80 && spot.y > 60 && spot.x < container.clientWidth - 80 && spot.y < container.clientHeight - covered() - 60;
  if (!inside || near > scale) aim(placeOf(node), near, calm ? false : { duration: 250 });
};
let refining = 0;
const later = () => { clearTimeout(refining); refining = setTimeout(refine, 140); };
["zoom", "dragEnd", "animationFinished", "resize"].forEach(what => network.on(what, later));

// The mouse
network.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined) pick(N[node]);
  else if (edge !== undefined) pickEdge(E[edge]);
  else if (state.node || state.edge || state.a) clear();
});
network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) change({ around: N[node].key, steps: 1 }); });
const tip = (event, ...rows) => {
  const { x, y } = event.pointer?.DOM || { x: 0, y: 0 };
  $("tip").replaceChildren(...rows);
  $("tip").hidden = false;
  $("tip").style.left = `${Math.max(4, Math.min(x + 14, container.clientWidth - 330))}px`;
  $("tip").style.top = `${y + 16}px`;
};
network.on("hoverNode", event => {
  const node = N[event.node], first = node.mentions[0];
  tip(event, element("b", {}, node.label), element("div", { className: "dim" }, [classOf.get(node.group).words[tongue], ...node.aliases.slice(0, 3).map(([name]) => name)].join(" · ")),
    first ? element("div", {}, plain(first)) : null);
});
network.on("hoverEdge", event => {
  const own = (E[event.edge].shown || []).slice(0, 3);
  tip(event, ...own.flatMap(fact => [element("b", {}, inWords(fact)), element("div", {}, plain(fact.at[0]))]));
});
["blurNode", "blurEdge", "dragStart", "zoom", "click"].forEach(what => network.on(what, () => { $("tip").hidden = true; }));
network.on("dragEnd", ({ nodes }) => nodes.forEach(id => Object.assign(N[id], placeOf(N[id]))));
