// The live checks of the case editor, and the way from a fault to its line.
"use strict";
(() => {
  const WAIT = 450; // milliseconds after the last key
  const form = document.getElementById("case");
  const text = document.getElementById("text");
  const into = document.getElementById("problems");
  const place = document.getElementById("place");
  if (!form || text.readOnly) return;
  let timer = 0;
  let asked = 0;
  let saved = text.value;

  function show(problems) {
    into.replaceChildren();
    if (!problems.length) {
      const none = document.createElement("p");
      none.className = "yes";
      none.textContent = "None.";
      into.append(none);
      return;
    }
    const list = document.createElement("ol");
    list.className = "plain";
    for (const each of problems) {
      const item = document.createElement("li");
      if (each.line) {
        const link = document.createElement("a");
        link.href = "#text";
        link.dataset.line = each.line;
        link.textContent = `Line ${each.line}`;
        item.append(link, ": ");
      }
      const where = document.createElement("b");
      where.textContent = each.where;
      const more = document.createElement("span");
      more.className = "soft";
      more.textContent = `${each.rule} ${each.fix}`;
      item.append(where, `: ${each.seen}`, document.createElement("br"), more);
      list.append(item);
    }
    into.append(list);
  }

  async function check() {
    const mine = ++asked;
    const data = new FormData();
    data.set("csrf", form.elements.csrf.value);
    data.set("text", text.value);
    into.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch("/case/check", { method: "POST", body: data, headers: { "X-Part": "1" } });
      if (mine !== asked) return;
      if (answer.ok) show((await answer.json()).problems);
      else into.textContent = await answer.text();
    } catch {
      if (mine === asked) into.textContent = "The server did not answer; what you typed is still here.";
    } finally {
      if (mine === asked) into.removeAttribute("aria-busy");
    }
  }

  function told() {
    const before = text.value.slice(0, text.selectionStart).split("\n");
    place.textContent = `Line ${before.length}, sign ${before.at(-1).length + 1}`;
  }

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, WAIT);
  });
  for (const kind of ["keyup", "click", "focus"]) text.addEventListener(kind, told);
  into.addEventListener("click", (event) => {
    const line = Number(event.target.dataset.line);
    if (!line) return;
    event.preventDefault();
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] || "").length);
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, line - 6);
    told();
  });
  form.addEventListener("submit", () => { saved = text.value; });
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== saved) event.preventDefault();
  });
})();
