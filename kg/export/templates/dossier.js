"use strict";
// The panel: what is known of a node, of the line between two, or where to start.
const panel = $("panel");
const fillPanel = (...children) => { panel.replaceChildren(...children.filter(Boolean)); panel.scrollTop = 0; };
const section = (title, ...children) => children.length ? element("section", {}, element("h3", {}, title), ...children) : null;
const phraseOf = fact => {
  if (fact.p === "attends" && fact.role === "主持") return ["{s}主持{o}", "{s} chairs {o}"][tongue];
  if (fact.p === "holdsPost" && !fact.role) return ["{s}任职于{o}", "{s} holds a post in {o}"][tongue];
  if (fact.p === "holdsPost" && fact.status) return { former: ["{s}曾任{o}{r}", "{s} was {r} of {o}"], proposed: ["{s}拟任{o}{r}", "{s} is proposed as {r} of {o}"], acting: ["{s}代理{o}{r}", "{s} is acting {r} of {o}"] }[fact.status]?.[tongue] || PHRASES.holdsPost[tongue];
  return PHRASES[fact.p]?.[tongue] || `{s} ${wordOf(fact.p)} {o}`;
};
// A fact in words: its two ends are links, unless they are the node whose dossier it is
const wordsOf = (fact, self) => phraseOf(fact).split(/(\{[sor]\})/).filter(Boolean).map(part => {
  if (part === "{r}") return element("b", {}, fact.role || "");
  if (part !== "{s}" && part !== "{o}") return part;
  const node = N[part === "{s}" ? fact.s : fact.o];
  return node.id === self ? element("span", { className: "self" }, node.label) : link(node);
});
const inWords = fact => phraseOf(fact).replace(/\{([sor])\}/g, (_, which) => which === "r" ? fact.role || "" : N[which === "s" ? fact.s : fact.o].label);
const period = fact => [fact.from, fact.until].some(Boolean) ? `${fact.from || ""} – ${fact.until || ""}` : "";
const latest = fact => fact.articles.map(a => articles[a].date).filter(Boolean).sort().at(-1) || "";
const factRow = (fact, self, ...more) => element("div", { className: "fact", "data-fact": fact.id },
  element("div", { className: "words" }, ...wordsOf(fact, self), fact.status && (fact.p !== "holdsPost" || fact.status === "unknown") ? chip(statusOf(fact), "note") : null, fact.role && fact.p !== "holdsPost" ? chip(fact.role, "note") : null,
    period(fact) ? chip(period(fact)) : null, ...more, isDisputed(fact) ? chip(say("disputed"), "warn") : null),
  ...quotesOf(fact.at, [fact.s, fact.o]), element("div", { className: "foot" }, `${say("sure")} ${fact.sure.toFixed(2)}`, button(say("dispute"), () => openDispute(fact), { className: "small dispute" })));

// Posts by time: the day they began or ended where a text says so, else when they were in the paper
const when = fact => fact.from || fact.until || latest(fact);
const timeLine = (posts, node) => section(say("timeline"), element("ol", { className: "timeline" }, ...[...posts]
  .sort((x, y) => when(y).localeCompare(when(x)) || x.id - y.id).map(fact => element("li", { className: fact.status || "current" },
    element("time", {}, period(fact) || `${say("asOf")} ${latest(fact) || say("undated")}`), factRow(fact, node.id)))));
// Attributes: values of one kind side by side, each with its sources
const valueCard = fact => element("div", { className: "value", "data-fact": fact.id }, element("strong", {}, fact.text), fact.unit && fact.unit !== "CNY" && fact.number ? element("small", {}, ` ${fact.number.toLocaleString()} ${fact.unit.replace("m2", "m²")}`) : null,
  isDisputed(fact) ? chip(say("disputed"), "warn") : null, ...quotesOf(fact.at, [fact.s]), button(say("dispute"), () => openDispute(fact), { className: "small dispute" }));
const differing = own => new Set(own.map(fact => fact.number === undefined ? fact.text : `${fact.number} ${fact.unit}`)).size > 1;
const byPredicate = own => { const kinds = new Map(); own.forEach(fact => kinds.set(fact.p, [...(kinds.get(fact.p) || []), fact])); return [...kinds]; };
const figures = node => section(say("attributes"), ...byPredicate(node.facts).map(([name, own]) => element("div", { className: "attribute" },
  element("h4", {}, wordOf(name), differing(own) ? chip(say("differ"), "warn") : null), element("div", { className: "values" }, ...own.map(valueCard)))));
const mentionsOf = node => {
  const byArticle = new Map();
  node.mentions.forEach(([a, start]) => byArticle.set(a, [...(byArticle.get(a) || []), start]));
  return byArticle.size ? section(say("named", byArticle.size, node.mentions.length), element("ul", { className: "plain" }, ...[...byArticle].map(([a, starts]) => element("li", {},
    button(headlineOf(a), () => pickArticle(a, starts[0]), { className: "link" }), element("small", {}, ` ${dateOf(a)} ${articles[a].source} · ${starts.length}`))))) : null;
};
const tools = node => {
  const pinned = state.pinned.has(node.key), steps = state.around === node.key ? state.steps : 0;
  const focus = n => button(say(n === 1 ? "focus1" : "focus2"), () => change({ around: steps === n ? "" : node.key, steps: steps === n ? 0 : n }), { "aria-pressed": String(steps === n), "data-do": `focus${n}` });
  return element("div", { className: "tools", role: "toolbar" }, focus(1), focus(2),
    button(say("pathFrom"), () => openPath(node.key), { "data-do": "path" }), button(say("hide"), () => change({ ...NOTHING, hidden: toggled(state.hidden, node.key) }), { "data-do": "hide" }),
    button(say(pinned ? "unpin" : "pin"), () => change({ pinned: toggled(state.pinned, node.key) }), { "data-do": "pin", "aria-pressed": String(pinned) }),
    button(say("copy"), copyLink, { "data-do": "copy" }), button(say("print"), () => window.print(), { "data-do": "print" }), button(say("dispute"), () => openDispute(node), { "data-do": "dispute" }));
};
const showNode = node => {
  const own = node.edges.flatMap(edge => edge.facts.filter(fact => factOk(fact) && (edge.shown.length || state.around))), posts = own.filter(fact => fact.p === "holdsPost");
  const rest = byPredicate(own.filter(fact => fact.p !== "holdsPost"));
  fillPanel(element("h2", { tabindex: "-1" }, node.label), element("p", { className: "kind" }, glyph(node.group), classOf.get(node.group).words[tongue], node.guessed ? chip(say("guessed"), "note") : null, isDisputed(node) ? chip(say("disputed"), "warn") : null),
    node.guessed ? element("p", { className: "dim" }, say("guessedLabel")) : null,
    node.aliases.length ? element("p", { className: "aliases" }, `${say("also")} `, ...node.aliases.map(([name, guessed]) => chip(guessed ? `${name} · ${say("guessed")}` : name, guessed ? "guess" : "alias"))) : null,
    tools(node), posts.length ? timeLine(posts, node) : null, figures(node),
    ...rest.map(([name, rows]) => section(`${predicateOf.get(name).words[tongue]} · ${rows.length}`, ...rows.map(fact => factRow(fact, node.id)))),
    node.wrote.length ? section(say("wrote"), element("ul", { className: "plain" }, ...node.wrote.map(a => element("li", {}, button(headlineOf(a), () => pickArticle(a), { className: "link" }), element("small", {}, ` ${dateOf(a)} ${articles[a].source}`))))) : null,
    mentionsOf(node), node.decisions.length ? element("details", {}, element("summary", {}, say("decisions")), ...node.decisions.map(why => element("p", {}, why))) : null);
};
const showEdge = edge => fillPanel(element("h2", {}, link(N[edge.from]), " — ", link(N[edge.to])), ...edge.facts.filter(factOk).map(fact => factRow(fact, -1)));

// Where to start
const listOf = nodes => element("ul", { className: "plain" }, ...nodes.map(node => element("li", {}, glyph(node.group), link(node), element("small", {}, ` ${node.weight || ""}`))));
const FIRST = 200;
const roll = kind => {
  const own = ranked.filter(node => node.group === kind && seen.nodes.has(node.id)), inside = element("div", {});
  const row = element("details", { ontoggle: () => { if (!inside.children.length) inside.append(listOf(own.slice(0, FIRST)), own.length > FIRST ? element("small", {}, say("shownSome", FIRST)) : ""); } },
    element("summary", {}, glyph(kind), `${classOf.get(kind).words[tongue]} ${own.length}`), inside);
  return own.length ? row : null;
};
const groupsShown = () => [...communities].map(([id, members]) => [id, members.filter(node => seen.nodes.has(node.id))]).filter(([, members]) => members.length > 3).sort((x, y) => y[1].length - x[1].length).slice(0, 12);
const showStart = () => {
  const torn = N.filter(node => seen.nodes.has(node.id) && byPredicate(node.facts).some(([, own]) => differing(own)));
  fillPanel(element("h2", {}, say("start")), element("p", { className: "dim" }, say("help")), element("p", { className: "dim keys" }, say("keys")),
    section(say("strongest"), listOf(ranked.filter(node => node.weight && seen.nodes.has(node.id)).slice(0, 10))),
    section(say("groups"), element("ul", { className: "plain" }, ...groupsShown().map(([id, members]) => element("li", {}, glyph(members[0].group), button(say("group", members[0].label, members.length), () => change({ ...NOTHING, group: id }), { className: "link" }))))),
    torn.length ? section(say("conflicts"), listOf(torn)) : null,
    section(say("everything"), ...page.classes.map(([kind]) => roll(kind)).filter(Boolean)));
};
const showGroup = () => {
  const members = (communities.get(state.group) || []).filter(node => seen.nodes.has(node.id));
  fillPanel(element("h2", {}, members.length ? say("group", members[0].label, members.length) : say("nothing")), section(say("members"), listOf(members.slice(0, FIRST))));
};
