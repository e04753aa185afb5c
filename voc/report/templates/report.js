"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (query) => [...document.querySelectorAll(query)];
  const data = (id) => JSON.parse(byId(id).textContent);
  const words = data("data-words"), voices = data("data-voices"), options = data("data-options");
  const root = document.documentElement;
  const PAGE = 50;
  root.dataset.js = "";
  let lang = root.lang, finding = "", topic = "", drawn = 0, found = [];

  const say = (number) => {
    const line = number < 0 ? "" : words.lines[number];
    return typeof line === "string" ? line : line[words.langs.indexOf(lang)];
  };
  const dayOf = (date) => {
    const [, month, day] = date.split("-").map(Number);
    return lang === "en" ? day + " " + voices.months[month - 1] : month + "月" + day + "日";
  };
  const make = (tag, css, text) => {
    const one = document.createElement(tag);
    if (css) one.className = css;
    if (text !== undefined) one.textContent = text;
    return one;
  };
  // ⟦ ⟧ hold the figure that stands out
  const put = (place, text) => place.replaceChildren(
    ...text.split(/[⟦⟧]/).map((part, i) => (i % 2 ? make("b", "hot", part) : document.createTextNode(part))));

  // Search: width, case and Chinese script do not matter
  const script = new Map([...voices.fold[0]].map((from, i) => [from, [...voices.fold[1]][i]]));
  const fold = (text) => [...text.normalize("NFKC").toLowerCase()].map((one) => script.get(one) || one).join("");
  const rows = voices.rows.map(([id, speaks, feeling, day, score, channel, text, marks, told]) => (
    { id, speaks, feeling, facts: [score, channel], day, text, marks, told, folded: fold(text + " " + id) }));
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const topicAt = new Map(voices.topics.map(([id], i) => [id, i]));

  const quote = (row, only) => {
    const block = make("blockquote", "said " + row.feeling), line = make("p");
    line.lang = row.speaks; line.dir = "auto";
    let at = 0;
    // offsets count characters, as Python does, not UTF-16 units
    const letters = [...row.text];
    for (const [start, end, about] of row.marks) {
      if ((only >= 0 && about !== only) || end <= at) continue;
      const from = Math.max(start, at);
      line.append(letters.slice(at, from).join(""), make("mark", "", letters.slice(from, end).join("")));
      at = end;
    }
    line.append(letters.slice(at).join(""));
    const foot = make("footer");
    if (row.feeling) foot.append(make("span", "", say(voices.feelings[row.feeling] ?? -1)));
    for (const fact of row.facts) if (fact >= 0) foot.append(make("span", "x", say(fact)));
    if (row.day) foot.append(make("span", "x", dayOf(row.day)));
    foot.append(make("span", "x id", row.id));
    block.append(line, foot);
    return block;
  };

  // Selecting a finding or a driver changes bridge, quotes and the link in the address
  const show = () => {
    const mine = voices.said.filter(([id]) => id === finding);
    const one = mine.find(([, about]) => about === topic) || mine[0];
    if (!one) return;
    topic = one[1];
    const chart = all("[data-bridge]");
    if (chart.some((part) => part.dataset.bridge === finding))
      chart.forEach((part) => { part.hidden = part.dataset.bridge !== finding; });
    all("button.row").forEach((row) => row.setAttribute("aria-pressed",
      String(row.dataset.f === finding && row.dataset.topic === topic)));
    all("[data-said]").forEach((part) => { part.hidden = part.dataset.said !== finding + "/" + topic; });
    all("tbody tr").forEach((row) => row.classList.toggle("on", !!topic && row.dataset.topic === topic));
    const about = topicAt.has(topic) ? topicAt.get(topic) : -1;
    byId("quotes").replaceChildren(
      ...one[2][lang].filter((id) => rowOf.has(id)).map((id) => quote(rowOf.get(id), about)));
    byId("say-topic").hidden = byId("say-all").hidden = about < 0;
    byId("say-topic").textContent = about < 0 ? "" : say(voices.topics[about][1]);
  };
  const select = (nextFinding, nextTopic) => {
    finding = nextFinding; topic = nextTopic; show();
    history.replaceState(null, "", "#" + encodeURIComponent(finding) + (topic ? "/" + encodeURIComponent(topic) : ""));
  };

  const draw = () => {
    const next = found.slice(drawn, drawn + PAGE), only = byId("by-topic").value;
    byId("list").append(...next.map((row) => quote(row, only ? topicAt.get(only) : -1)));
    drawn += next.length;
    byId("more").hidden = drawn >= found.length;
  };
  const search = () => {
    const needle = fold(byId("find").value.trim());
    const only = byId("by-topic").value, speaks = byId("by-lang").value, feeling = byId("by-feeling").value;
    found = rows.filter((row) => (!needle || row.folded.includes(needle))
      && (!only || row.told.includes(topicAt.get(only)))
      && (!speaks || row.speaks === speaks) && (!feeling || row.feeling === feeling));
    byId("count").textContent = found.length.toLocaleString("en") + " / " + rows.length.toLocaleString("en");
    drawn = 0;
    byId("list").replaceChildren(...(found.length ? [] : [make("p", "mute", say(voices.none))]));
    draw();
  };
  const choices = (select, first, list) => {
    const kept = select.value;
    select.replaceChildren(...[["", first], ...list].map(([value, number]) => {
      const one = make("option", "", say(number));
      one.value = value;
      return one;
    }));
    select.value = kept;
  };

  const speak = (next) => {
    lang = root.lang = next;
    all("[data-t]").forEach((place) => put(place, say(place.dataset.t)));
    for (const [key, name] of [["l", "aria-label"], ["p", "placeholder"], ["h", "title"]])
      all("[data-" + key + "]").forEach((place) => place.setAttribute(name, say(place.dataset[key])));
    document.title = say(options.title);
    all("[data-lang]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.lang === lang)));
    choices(byId("by-topic"), options.topic, voices.topics.filter((_, i) => rows.some((row) => row.told.includes(i))));
    choices(byId("by-lang"), options.language, options.langs);
    choices(byId("by-feeling"), options.feeling, Object.entries(voices.feelings));
    show(); search();
  };

  const copy = (text) => {
    const by = () => {
      const area = make("textarea", "", text);
      document.body.append(area); area.select(); document.execCommand("copy"); area.remove();
    };
    return navigator.clipboard ? navigator.clipboard.writeText(text).catch(by) : Promise.resolve(by());
  };

  document.addEventListener("click", (event) => {
    const one = event.target.closest("button, a");
    if (!one) return;
    if (one.dataset.lang) speak(one.dataset.lang);
    else if (one.dataset.f) {
      select(one.dataset.f, one.dataset.topic);
      if (one.classList.contains("show")) byId("why").scrollIntoView({ block: "start" });
    } else if (one.dataset.voices || one.id === "say-all") {
      byId("by-topic").value = one.dataset.voices || topic;
      search();
    } else if (one.id === "theme") {
      const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = isDark ? "light" : "dark";
    } else if (one.id === "copy") {
      const label = one.firstElementChild || one;
      copy(say(one.dataset.summary)).then(() => {
        label.textContent = say(voices.copied);
        setTimeout(() => { label.textContent = say(options.copy); }, 1600);
      });
    } else if (one.id === "more") draw();
    else if (one.closest("thead")) sort(one.closest("th"));
  });
  const sort = (head) => {
    const key = head.dataset.k, down = head.getAttribute("aria-sort") !== "descending" && key !== "name"
      || key === "name" && head.getAttribute("aria-sort") === "ascending";
    all("thead th").forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = document.querySelector("tbody"), way = down ? -1 : 1;
    const value = (row) => (key === "name" ? row.cells[0].textContent
      : row.dataset[key] === "" ? -Infinity * way : Number(row.dataset[key]));
    body.append(...[...body.rows].sort((a, b) => {
      const left = value(a), right = value(b);
      return left === right ? 0 : way * (key === "name" ? left.localeCompare(right, lang) : left < right ? -1 : 1);
    }));
  };
  let waiting = 0;
  byId("find").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 60); });
  all("#by-topic, #by-lang, #by-feeling").forEach((one) => one.addEventListener("change", search));
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) { event.preventDefault(); byId("find").focus(); }
    else if (event.key === "Escape") {
      all("#find, #by-topic, #by-lang, #by-feeling").forEach((one) => { one.value = ""; });
      search();
    }
  });
  const follow = () => {
    const [id, about] = location.hash.slice(1).split("/").map((part) => { try { return decodeURIComponent(part); } catch { return ""; } });
    if (voices.said.some(([known]) => known === id)) { finding = id; topic = about || ""; show(); }
  };
  addEventListener("hashchange", follow);
  finding = options.top; topic = options.said;
  speak(lang); follow();
})();
