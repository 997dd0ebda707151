// Answers that follow a form: what is moved is asked for, and the newest answer stands. Without it the button does.
"use strict";
(() => {
  const WAIT = 60; // milliseconds after the last movement
  for (const form of document.querySelectorAll("form[data-live]")) {
    const into = document.getElementById(form.dataset.into);
    let timer = 0;
    let asked = 0;
    const query = () => {
      const values = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        const field = form.elements[name];
        if (field instanceof Element && field.dataset.own === value) continue; // as it is
        if (value !== "") values.append(name, value);
      }
      return values;
    };
    const show = (field) => {
      if (field.type !== "range") return;
      const box = field.closest(".slider");
      box.querySelector("output").value = Number(field.value).toPrecision(4).replace(/\.?0+$/, "");
      box.classList.toggle("moved", field.value !== field.dataset.own);
    };
    const ask = async () => {
      const mine = ++asked;
      const values = query();
      into.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(`${form.dataset.live}?${values}`, { headers: { "X-Part": "1" } });
        const text = await answer.text();
        if (mine !== asked) return; // a newer one is on its way
        if (answer.ok) into.innerHTML = text; // rendered and escaped by the server
        else into.textContent = text;
        history.replaceState(null, "", `${form.getAttribute("action")}?${values}`);
      } catch {
        if (mine === asked) into.textContent = "The server did not answer. Move something to try again.";
      } finally {
        if (mine === asked) into.removeAttribute("aria-busy");
      }
    };
    form.addEventListener("input", (event) => {
      if (event.target.name === "more") return;
      show(event.target);
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    for (const field of form.elements) {
      if (field.type === "range") field.defaultValue = field.value;
    }
  }
  const waiting = document.querySelector("[data-ready]");
  if (waiting) {
    const look = async () => {
      try {
        const answer = await fetch(waiting.dataset.ready, { headers: { "X-Part": "1" } });
        if (!answer.ok) return;
        const told = await answer.json();
        if (told.ready) return location.reload();
        for (const field of waiting.querySelectorAll("[data-told]")) field.textContent = told[field.dataset.told];
        const bar = waiting.querySelector("progress");
        if (bar) Object.assign(bar, { max: told.total || 1, value: told.done });
        setTimeout(look, 1500);
      } catch { /* the page stands as it is */ }
    };
    setTimeout(look, 1500);
  }
})();
