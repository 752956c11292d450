"use strict";
// From an evidence to its sentence, with the quote marked and every name in it a link.
const NEAR = 120; // characters of a sentence shown on either side of the quote
const CLOSING = /[。！？!?\n][”’」』）)]*/g;
const spanOf = at => {
  const [article, start, end] = at, before = cut(article, Math.max(0, start - NEAR), start), after = cut(article, end - 1, end + NEAR);
  const points = text => wide[article] ? Array.from(text).length : text.length;
  let from = Math.max(0, start - NEAR), to = Math.min(lengthOf(article), end + NEAR), open = from > 0, close = to < lengthOf(article);
  for (const match of before.matchAll(CLOSING)) [from, open] = [start - points(before.slice(match.index + match[0].length)), false];
  for (const match of after.matchAll(CLOSING)) { [to, close] = [end - 1 + points(after.slice(0, match.index + match[0].length)), false]; break; }
  return { from, to: Math.max(to, end), open, close };
};
const plain = at => {
  if (at[AT.start] < 0) return at[AT.exact];
  const { from, to, open, close } = spanOf(at);
  return `${open ? "…" : ""}${cut(at[0], from, to).trim()}${close ? "…" : ""}`;
};
// The names between two offsets, none inside another
const namesIn = (article, from, to) => {
  const names = articles[article].names, found = [];
  for (let i = 0, last = from; i < names.length; i += 3) {
    const [start, end, node] = names.slice(i, i + 3);
    if (start >= last && end <= to) { found.push({ start, end, node }); last = end; }
  }
  return found;
};
// Text with names as links and the quote marked; `own`: the nodes that it is about
const linked = (article, from, to, quote, own) => {
  const names = namesIn(article, from, to), parts = [];
  const piece = (start, end, name) => {
    if (start >= end) return;
    const inside = quote && start >= quote[0] && end <= quote[1], text = cut(article, start, end);
    const made = name === undefined ? document.createTextNode(text)
      : button(text, () => pick(N[name]), { className: own.includes(name) ? "name own" : "name", title: N[name].label });
    parts.push([inside, made]);
  };
  const edges = quote ? quote.filter(at => at > from && at < to) : [];
  const stretch = (start, end) => { // without names: cut where the quote begins and ends
    const stops = [start, ...edges.filter(at => at > start && at < end), end];
    stops.slice(1).forEach((stop, n) => piece(stops[n], stop));
  };
  let last = from;
  for (const name of names) {
    stretch(last, name.start);
    if (edges.some(at => at > name.start && at < name.end)) stretch(name.start, name.end);
    else piece(name.start, name.end, name.node);
    last = name.end;
  }
  stretch(last, to);
  const made = [];
  for (const [inside, node] of parts) {
    if (!inside) made.push(node);
    else if (made.at(-1)?.tagName === "MARK") made.at(-1).append(node);
    else made.push(element("mark", {}, node));
  }
  return made;
};
const headlineOf = number => articles[number].headline ? `《${articles[number].headline}》` : say("untitled");
const dateOf = number => articles[number].date + (articles[number].date && articles[number].guessed ? ` (${say("guessed")})` : "");
const quoteOf = (at, own) => {
  const [article, start, end, pageStart, pageEnd, rule, sure] = at;
  const { from, to, open, close } = start < 0 ? {} : spanOf(at);
  const text = start < 0 ? [element("mark", {}, at[AT.exact])] : [open ? "…" : "", ...linked(article, from, to, [start, end], own), close ? "…" : ""];
  return element("blockquote", {}, element("p", {}, ...text), element("footer", {},
    button(headlineOf(article), () => pickArticle(article, Math.max(start, 0)), { className: "link" }), ` ${dateOf(article)} · ${articles[article].source} · ${pageStart}–${pageEnd} · `,
    element("code", { title: say("rule") }, page.rules[rule]), ` · ${sure.toFixed(2)}`));
};
// One quote per article first; the rest on demand
const SOME = 2;
const quotesOf = (all, own) => {
  const rows = all.slice(0, SOME).map(at => quoteOf(at, own));
  if (all.length <= SOME) return rows;
  const rest = element("div", { hidden: true, className: "rest" }), more = button(say("more", all.length - SOME), () => {
    if (!rest.children.length) rest.append(...all.slice(SOME).map(at => quoteOf(at, own)));
    rest.hidden = !rest.hidden;
    more.textContent = rest.hidden ? say("more", all.length - SOME) : say("less");
  }, { className: "small" });
  return [...rows, rest, more];
};
// The article as it was read, every name a link
const showArticle = () => {
  const [number, at] = state.article.split(".").map(Number), article = articles[number];
  const lines = [];
  const skip = Array.from(article.text.startsWith(`${article.headline}\n`) ? article.headline : "").length; // it is the title above
  for (let start = skip, text = wide[number] || Array.from(article.text); start < text.length;) {
    const found = text.indexOf("\n", start), end = found < 0 ? text.length : found;
    if (end > start) lines.push([start, end]);
    start = end + 1;
  }
  const here = lines.findLastIndex(([start]) => at !== undefined && start <= at);
  const rows = lines.map(([start, end], n) => element("p", { className: n === here ? "here" : "" }, ...linked(number, start, end, null, [])));
  fillPanel(element("h2", {}, article.headline || say("untitled")),
    element("p", { className: "dim" }, `${say("article")} · ${dateOf(number)} · ${article.source}${article.place ? ` · ${article.place}` : ""}`),
    article.authors.length ? element("p", {}, `${say("authors")} `, ...article.authors.flatMap(id => [link(N[id]), " "])) : null,
    element("div", { className: "text" }, ...rows));
  if (here > 0) rows[here].scrollIntoView({ block: "center" });
};
