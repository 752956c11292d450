"use strict";
// Every word of the interface, Chinese and English. What articles say is never translated.
const WORDS = {
  title: ["知识图谱", "Knowledge graph"], find: ["查找：名称、别名、拼音、首字母", "Find: name, alias, pinyin, initials"],
  counts: ["{0} 篇报道 · {1} 个实体 · {2} 条事实", "{0} articles · {1} entities · {2} facts"],
  filters: ["筛选与图例", "Filters and legend"], types: ["类别", "Types"], relations: ["关系", "Relations"], sources: ["版面", "Pages"],
  all: ["全选", "all"], none: ["全不选", "none"], standing: ["常设关系", "Standing"], events: ["一时之事", "Events"],
  eventsOff: ["显示一时之事（调研、会见、出席…）", "Show events (inspections, meetings, attendances…)"],
  loners: ["显示无关系的实体", "Show entities without relations"], shown: ["显示 {0} / {1} 个实体，{2} 条关系", "{0} of {1} entities, {2} relations shown"],
  drawn: ["（先绘最要者，放大见其余）", " (strongest drawn first: zoom in for the rest)"], reset: ["还原", "Reset"],
  time: ["报道时间", "Article dates"], from: ["起", "From"], until: ["止", "Until"], undated: ["不详", "undated"],
  back: ["后退", "Back"], forward: ["前进", "Forward"], path: ["谁连着谁", "Who links A and B"], take: ["取用", "Take away"],
  language: ["EN", "中"], languageLabel: ["Switch to English", "换成中文"], theme: ["深浅", "Dark or light"], overview: ["概览", "Overview"],
  zoomIn: ["放大", "Zoom in"], zoomOut: ["缩小", "Zoom out"], fit: ["全图", "Fit all"], physics: ["动态排布", "Physics"],
  menu: ["筛选", "Filters"], close: ["关闭", "Close"], nothing: ["没有找到", "Nothing found"], hits: ["{0} 个结果", "{0} results"],
  graph: ["关系图。方向键移动，加减号缩放，方括号在节点间走动。", "Network. Arrow keys pan, plus and minus zoom, brackets walk from node to node."],
  start: ["从哪里看起", "Where to start"], strongest: ["关系最多", "Most connected"], groups: ["群落", "Communities"],
  everything: ["全部名录", "Everything by type"], conflicts: ["各处说法不一", "Where sources differ"], group: ["{0} 等 {1} 个", "{0} and {1} in all"],
  help: ["点击节点看它的卷宗，点击连线看它所据的原句。线愈粗，各自独立的报道愈多；虚线是曾任、拟任；浅细线是一时之事。",
    "Click a node for its dossier, a line for the sentences behind it. Thicker: more independent articles; dashed: former or proposed posts; thin and light: events."],
  keys: ["键盘：/ 查找，Esc 取消，f 看周围，h 隐藏，p 钉住，方括号走动，0 全图", "Keys: / find, Esc clear, f focus, h hide, p pin, brackets walk, 0 fit"],
  also: ["又作", "Also"], guessed: ["推定", "inferred"], guessedLabel: ["全称系推定，原文未见", "The full name is inferred: no text writes it"],
  timeline: ["任职时间线", "Posts over time"], attributes: ["数据", "Figures"], differ: ["说法不一", "sources differ"],
  facts: ["关系", "Relations"], named: ["见于 {0} 篇报道 {1} 处", "Named {1} times in {0} articles"], wrote: ["署名的报道", "Wrote"],
  decisions: ["为何合为一条", "Why these were joined"], sure: ["置信", "confidence"], rule: ["规则", "rule"], more: ["再看 {0} 处", "{0} more"],
  less: ["收起", "Less"], asOf: ["见报", "as of"], untitled: ["（无题）", "(untitled)"],
  focus1: ["一步之内", "1 step"], focus2: ["两步之内", "2 steps"], unfocus: ["取消范围", "Show all again"], hide: ["隐藏", "Hide"],
  hidden: ["已隐藏 {0} 个", "{0} hidden"], unhide: ["全部恢复", "Show again"], pin: ["钉住", "Pin"], unpin: ["取消钉住", "Unpin"],
  pathFrom: ["由此出发", "Path from here"], copy: ["复制链接", "Copy link"], copied: ["已复制", "Copied"], print: ["打印", "Print"],
  dispute: ["存疑", "Dispute this"], a: ["甲", "A"], b: ["乙", "B"], swap: ["对调", "Swap"], noPath: ["在现有筛选之下，二者之间没有通路。", "No path under the present filters."],
  onlyPlaces: ["不经由地点没有通路；经由地点有。", "No path without passing through places; with them there is one."], viaPlaces: ["可经由地点", "May pass through places"], paths: ["{0} 条最短通路，{1} 步", "{0} shortest paths, {1} steps"], pathPick: ["选两个实体，看它们如何相连。", "Pick two entities to see how they are linked."],
  png: ["PNG 图片", "PNG picture"], svg: ["SVG 矢量图", "SVG drawing"], csv: ["CSV 表格", "CSV table"], json: ["JSON 数据", "JSON data"], sparql: ["SPARQL 查询", "SPARQL query"],
  link: ["本视图的链接", "Link to this view"], disputes: ["存疑记录（{0}）", "Disputes ({0})"], selection: ["所选范围：{0}", "Selection: {0}"], whole: ["全部可见", "all that is visible"],
  verdict: ["哪里不对", "What is wrong"], wrong: ["这条不成立", "This is not so"], other: ["对象不对，应为", "Wrong entity, should be"], value: ["内容不对，应为", "Wrong value, should be"],
  split: ["混了两个不同的", "Two different ones are mixed"], merge: ["与另一条是同一个", "Same as another one"], type: ["类别不对，应为", "Wrong type, should be"], correction: ["应为", "Should be"],
  comment: ["理由、出处", "Reason, source"], save: ["记下", "Save"], cancel: ["取消", "Cancel"], disputed: ["已存疑", "disputed"], drop: ["删去", "Remove"], noDisputes: ["还没有存疑。", "Nothing disputed yet."],
  download: ["下载", "Download"], members: ["成员", "Members"], article: ["报道", "Article"], authors: ["作者", "By"],
  selected: ["已选 {0}", "Selected {0}"], skip: ["跳到查找", "Skip to search"], shownSome: ["先列 {0} 个", "first {0}"],
};
// {s}: subject, {o}: object, {r}: role
const PHRASES = {
  holdsPost: ["{s}任{o}{r}", "{s} is {r} of {o}"], partOf: ["{s}隶属{o}", "{s} is part of {o}"], jurisdiction: ["{s}管辖{o}", "{s} has jurisdiction over {o}"],
  within: ["{s}属于{o}", "{s} lies within {o}"], locatedIn: ["{s}位于{o}", "{s} is located in {o}"], undertakes: ["{s}实施{o}", "{s} undertakes {o}"],
  promotes: ["{s}推进{o}", "{s} promotes {o}"], cooperatesWith: ["{s}与{o}合作", "{s} cooperates with {o}"], inspects: ["{s}调研{o}", "{s} inspects {o}"],
  meets: ["{s}会见{o}", "{s} meets {o}"], renamedTo: ["{s}更名为{o}", "{s} was renamed to {o}"], commends: ["{s}表彰{o}", "{s} commends {o}"],
  proposes: ["{s}提出{o}", "{s} proposes {o}"], handles: ["{s}承办{o}", "{s} handles {o}"], organizes: ["{s}举办{o}", "{s} organizes {o}"],
  attends: ["{s}参加{o}", "{s} attends {o}"], issues: ["{s}发布{o}", "{s} issues {o}"],
};
const STATUS = { former: ["曾任", "former"], proposed: ["拟任", "proposed"], acting: ["代理", "acting"], unknown: ["未说明", "not stated"] };

// What the reader chose last; a browser that keeps nothing for files is no error
const keep = {
  get: key => { try { return localStorage.getItem(`kg.${key}`); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(`kg.${key}`, value); } catch { /* kept for this visit only */ } },
};
let tongue = (keep.get("language") || (navigator.language.startsWith("zh") ? "zh" : "en")) === "zh" ? 0 : 1;
const fillIn = (text, values) => text.replace(/\{(\d)\}/g, (_, n) => values[n]);
const say = (key, ...values) => fillIn(WORDS[key][tongue], values);
