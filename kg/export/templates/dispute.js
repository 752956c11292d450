"use strict";
// Corrections that a reader collects: one file, in the format of docs/disputes.md, for a build to read back.
const FORMAT = "kg-disputes/1";
const shelf = `disputes.${location.pathname}`;
let disputes = (() => { try { return JSON.parse(keep.get(shelf) || "[]"); } catch { return []; } })();
const store = next => { disputes = next; keep.set(shelf, JSON.stringify(disputes)); };
const targetOf = thing => thing.key !== undefined ? { kind: "entity", entity: thing.key, type: thing.group, label: thing.label }
  : { kind: thing.o === null ? "attribute" : "relation", subject: N[thing.s].key, predicate: thing.p, object: thing.o === null ? thing.text : N[thing.o].key, role: thing.role || "", status: thing.status || "current" };
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const isDisputed = thing => disputes.length > 0 && disputes.some(dispute => same(dispute.target, targetOf(thing)));
const VERDICTS = { entity: ["merge", "split", "type", "wrong"], relation: ["wrong", "other", "value"], attribute: ["wrong", "value", "other"] };
const openDispute = thing => {
  const target = targetOf(thing), box = $("dialog");
  const verdict = element("select", { id: "verdict" }, ...VERDICTS[target.kind].map(key => element("option", { value: key }, say(key))));
  const should = element("input", { id: "correction", autocomplete: "off" }), why = element("textarea", { id: "comment", rows: 3 });
  const save = () => {
    store([...disputes.filter(dispute => !same(dispute.target, target)), { target, verdict: verdict.value, correction: should.value.trim(), comment: why.value.trim(), evidence: target.kind === "entity" ? [] : evidenceOf(thing) }]);
    box.close();
    render();
    notify(say("disputed"));
  };
  box.replaceChildren(element("h2", { id: "dialog-title" }, say("dispute")), element("p", {}, target.kind === "entity" ? thing.label : target.kind === "relation" ? inWords(thing) : `${N[thing.s].label} · ${wordOf(thing.p)}：${thing.text}`),
    element("label", {}, say("verdict"), verdict), element("label", {}, say("correction"), should), element("label", {}, say("comment"), why),
    element("div", { className: "tools" }, button(say("save"), save, { id: "save", className: "main" }), button(say("cancel"), () => box.close())));
  box.showModal();
};
const disputeFile = () => JSON.stringify({ format: FORMAT, base: page.base, articles: articles.length, disputes }, null, 1) + "\n";
const titleOf = ({ target }) => target.kind === "entity" ? target.label : `${byKey.get(target.subject)?.label || target.subject} · ${wordOf(target.predicate)} · ${byKey.get(target.object)?.label || target.object}`;
const disputeList = () => section(say("disputes", disputes.length), ...(disputes.length ? [element("ul", { className: "plain" }, ...disputes.map(dispute => element("li", {}, titleOf(dispute), " ", chip(say(dispute.verdict), "warn"), dispute.correction ? ` ${dispute.correction}` : "",
  button(say("drop"), () => { store(disputes.filter(other => other !== dispute)); showTake(); }, { className: "small" })))),
  button(say("download"), () => download("disputes.json", "application/json", disputeFile()), { "data-take": "disputes", className: "main" })] : [element("p", { className: "dim" }, say("noDisputes"))]));
