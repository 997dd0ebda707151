// The keys of the review queue. Everything here can also be done with the buttons of the page.
"use strict";
(() => {
  const list = document.getElementById("cards");
  if (!list) return;
  const said = document.getElementById("said");
  const undoForm = document.getElementById("undo");
  let at = -1;
  let busy = Promise.resolve();

  const cards = () => [...list.querySelectorAll(".card")];
  const current = () => cards()[at];

  function go(to, focus = true) {
    const all = cards();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, to));
    all.forEach((card, place) => card.classList.toggle("current", place === at));
    if (focus) all[at].focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  }

  function say(text, bad) {
    said.replaceChildren();
    const line = document.createElement("p");
    line.textContent = text;
    said.classList.toggle("bad", Boolean(bad));
    said.append(line);
  }

  // Opens in a fresh card the form that was open in the old one, with what it held; pairs of fields, old and fresh.
  function keep(details, fresh) {
    const same = fresh.querySelector(`details[data-deed="${details.dataset.deed}"]`);
    if (!same) return [];
    same.open = true;
    const pairs = [...details.querySelectorAll("input:not([type=hidden]), select, textarea")]
      .map((field) => [field, same.querySelector(`[name="${field.name}"]`)])
      .filter(([, twin]) => twin);
    for (const [field, twin] of pairs) twin.value = field.value;
    return pairs;
  }

  // A card comes back from the server while its next form may already be open: what was typed stays, focus too.
  function carry(old, fresh) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const twins = [...old.querySelectorAll("details[data-deed][open]")].flatMap((details) => keep(details, fresh));
    fresh.classList.toggle("current", old === current());
    old.replaceWith(fresh);
    if (focused) (twins.find(([field]) => field === focused)?.[1] || fresh).focus({ preventScroll: true });
  }

  function put(answer) {
    for (const [id, html] of Object.entries(answer.cards || {})) {
      const old = document.getElementById(id);
      if (!old) continue;
      const box = document.createElement("template");
      box.innerHTML = html; // rendered and escaped by the server; scripts in it would not run under its policy
      const fresh = box.content.querySelector(".card");
      carry(old, fresh);
      const seen = document.querySelector(`#several input[name="seen.${id}"]`);
      if (seen) seen.value = fresh.dataset.version;
    }
    if (answer.waiting !== undefined) {
      document.getElementById("count").textContent = `${answer.waiting} in all wait for review.`;
    }
    if (undoForm && answer.undo !== undefined && !answer.conflict) {
      undoForm.hidden = !answer.undo;
      undoForm.elements.entry.value = answer.undo || "";
    }
    if (answer.log !== undefined) {
      for (const field of document.querySelectorAll('input[name="log"]')) field.value = answer.log;
    }
  }

  async function send(form, data = new FormData(form)) {
    const action = form.getAttribute("action");
    const answer = await fetch(action, { method: "POST", body: data, headers: { "X-Part": "1" }, redirect: "error" });
    if ((answer.headers.get("content-type") || "").startsWith("application/json")) {
      const told = await answer.json();
      put(told);
      say(told.said, !answer.ok);
      return answer.ok;
    }
    say(await answer.text(), true);
    return false;
  }

  // One after the other: a second decision about a card must carry the version that the first one made.
  function inTurn(work) {
    busy = busy.then(work).catch(() => say("The server did not answer. Nothing was lost: try again.", true));
    return busy;
  }

  function decide(card, deed, forward) {
    const id = card.id;
    const next = at + (forward ? 1 : 0);
    inTurn(async () => {
      const form = document.getElementById(id)?.querySelector(`form[data-deed="${deed}"]`);
      if (!form || form.querySelector("button:disabled")) return;
      await send(form);
    });
    go(next);
  }

  function open(card, deed) {
    const details = card.querySelector(`details[data-deed="${deed}"]`);
    if (!details) return;
    details.open = true;
    const first = details.querySelector(deed === "reject" ? 'input[name="why"]' : "select, input:not([type=hidden])");
    first.focus();
  }

  list.addEventListener("submit", (event) => {
    const card = event.target.closest(".card");
    if (!card) return;
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form, event.submitter);
    const details = form.closest("details[data-deed]");
    const here = cards().indexOf(card);
    // The next key belongs to the next card, at once; a form that was refused opens again with what it held.
    if (details) details.open = false;
    go(here + 1);
    inTurn(async () => {
      if (await send(form, data)) return;
      if (details) keep(details, document.getElementById(card.id));
      go(here);
    });
  });
  undoForm?.addEventListener("submit", (event) => {
    event.preventDefault();
    inTurn(async () => {
      await send(undoForm);
      go(at);
    });
  });
  list.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    const here = cards().indexOf(card);
    if (card && here !== at) go(here, false);
  });
  document.addEventListener("change", (event) => {
    if (event.target.name !== "reading") return;
    const count = list.querySelectorAll('input[name="reading"]:checked').length;
    if (count) document.getElementById("bulk").open = true;
    document.getElementById("marked").textContent = count ? `The ${count} marked:` : "Those marked:";
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && field) {
      const details = field.closest("details[data-deed]");
      if (details) details.open = false;
      go(at);
      return;
    }
    if (field) return;
    const card = current();
    const keys = {
      j: () => go(at + 1), ArrowDown: () => go(at + 1),
      k: () => go(at - 1), ArrowUp: () => go(at - 1),
      a: () => card && decide(card, "accept", true),
      o: () => card && decide(card, "reopen", false),
      c: () => card && open(card, "correct"),
      r: () => card && open(card, "reject"),
      x: () => card?.querySelector('input[name="reading"]').click(),
      u: () => undoForm && !undoForm.hidden && undoForm.requestSubmit(),
      Enter: () => card === event.target && card.querySelector("h3 a").click(),
    };
    const deed = keys[event.key];
    if (!deed) return;
    if (event.key !== "Enter") event.preventDefault();
    deed();
  });
  go(0, false);
})();
