// Keys of the desk's queue, and decisions without a new page. Everything works without: a key presses what is on the page.
// Keys are off while somebody types, with a modifier held, or where the box is not ticked.
(() => {
  const queue = document.querySelector(".queue"), box = document.querySelector("#keys-on"), hint = document.querySelector("#keys-hint");
  if (!queue || !box) return;
  const stored = "coranto.desk.keys", places = new Map(), rows = () => [...queue.querySelectorAll(".s")], here = () => queue.querySelector(".s.here");
  let pending = null, asked = 0, coming = false;

  const set = (on) => { box.checked = on; document.body.classList.toggle("keyed", on); };
  box.closest("label").hidden = false;
  try { set(localStorage.getItem(stored) !== "off"); } catch { set(true); }
  box.addEventListener("change", () => { set(box.checked); try { localStorage.setItem(stored, box.checked ? "on" : "off"); } catch { /* not remembered */ } });

  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const close = () => { asked += 1; queue.querySelector(".panel")?.remove(); pending = null; hint.hidden = true; };
  const go = (row) => {
    here()?.classList.remove("here");
    if (!row) return;
    row.classList.add("here");
    row.querySelector("h2 a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    const all = rows();
    if (all.length - all.indexOf(row) < 10) more();
  };
  const step = (by) => {
    const all = rows(), at = all.indexOf(here());
    close();
    go(all[Math.max(0, Math.min(all.length - 1, at + by))]);
  };
  // The rest of the list is put below when somebody comes near its end; those already here, or decided, are passed over.
  const more = async () => {
    const link = document.querySelector("#rest a");
    if (!link || coming) return;
    coming = true;
    let way = new URL(link.href), added = 0;
    way.searchParams.set("from", rows().length);
    try {
      while (way && !added) {
        const page = await read(await fetch(way)), next = page.querySelector("#rest");
        for (const row of page.querySelectorAll(".queue .s"))
          if (!find(row.dataset.story) && !places.has(row.dataset.story)) { queue.append(document.adoptNode(row)); added += 1; }
        way = next && new URL(next.querySelector("a").getAttribute("href"), location.href);
        if (next) document.querySelector("#rest").replaceWith(document.adoptNode(next)); else document.querySelector("#rest").remove();
      }
    } catch { /* the link stays */ }
    coming = false;
    if (added && !here()) go(rows()[0]);
  };
  const find = (story) => queue.querySelector(`.s[data-story="${CSS.escape(story)}"]`);
  const note = (row, text, kind = "trouble") => {
    row.querySelector(`.${kind}`)?.remove();
    if (!text) return;
    const said = document.createElement("p");
    said.className = kind;
    said.setAttribute("role", "alert");
    said.textContent = text;
    row.querySelector(".acts").before(said);
  };
  const count = (by) => {
    const shown = document.querySelector(".pick [aria-current] i");
    if (shown && /^\d+$/.test(shown.textContent)) shown.textContent = Number(shown.textContent) + by;
  };
  // One decision at a time; what could not be sent is kept, and tried again.
  const send = async (form, button) => {
    const body = new URLSearchParams(new FormData(form, button)), row = form.closest(".s");
    body.set("part", "1");
    let answer;
    form.inert = true;
    try { answer = await fetch(form.action, { method: "POST", body }); } catch {
      if (row) note(row, queue.dataset.offline);
      setTimeout(() => send(form, button), 10000);
      return;
    }
    form.inert = false;
    const page = await read(answer), said = page.querySelector(".said");
    if (!answer.ok || !said) { refused(row, page, answer); return; }
    said.querySelector("form").action = new URL("../undo/", new URL(form.action)).href;
    document.querySelector(".said")?.remove();
    queue.after(document.adoptNode(said));
    const changed = [...page.querySelectorAll(".s")].map((one) => document.adoptNode(one));
    if (row && !changed.length) fold(row);
    close();
    for (const one of changed) put(one);
  };
  // Somebody else decided: their decision is said, what was typed stays, and sending again is meant.
  const refused = (row, page, answer) => {
    const told = (page.querySelector(".trouble") ?? page.querySelector("main"))?.textContent.trim() || answer.statusText;
    if (!row) { note(here() ?? queue.querySelector(".s") ?? document.querySelector("main"), told); return; }
    note(row, told);
    const now = page.querySelector(`form:has([name=story][value="${CSS.escape(row.dataset.story)}"]) [name=version]`);
    if (now) for (const old of row.querySelectorAll("[name=version]")) old.value = now.value;
  };
  const fold = (row) => {
    const all = rows(), at = all.indexOf(row);
    places.set(row.dataset.story, at);
    row.remove();
    count(-1);
    go(all[at + 1] ?? all[at - 1]);
  };
  const put = (row) => {
    const story = row.dataset.story, old = find(story);
    if (old) old.replaceWith(row);
    else if (places.has(story)) {
      const after = rows()[places.get(story)];
      if (after) after.before(row); else queue.append(row);
      places.delete(story);
      count(1);
    } else return;
    go(row);
  };
  const open = async (link) => {
    const row = link.closest(".s"), open = row.querySelector(".panel"), turn = (close(), asked);
    if (open?.dataset.panel === link.hash.slice(1)) { go(row); return; }
    const answer = await fetch(link.dataset.panel).catch(() => null), panel = answer?.ok && (await read(answer)).querySelector(".panel");
    if (!panel) { location.assign(link.href); return; }
    if (turn !== asked) return;
    row.append(document.adoptNode(panel));
    [...panel.querySelectorAll("label:has([type=radio], [type=checkbox])")].slice(0, 9).forEach((label, at) => {
      const key = document.createElement("kbd");
      key.textContent = at + 1;
      label.prepend(key);
    });
    const field = panel.querySelector("input:not([type=hidden])");
    field?.focus({ preventScroll: true });
    if (field?.type === "text") field.select();
    panel.scrollIntoView({ block: "nearest" });
  };
  const choose = (panel, number) => {
    const option = panel.querySelectorAll("[type=radio], [type=checkbox]")[number - 1];
    if (!option) return;
    if (panel.dataset.panel === "topics") option.checked = !option.checked;
    else { for (const other of panel.querySelectorAll("[type=checkbox]")) other.checked = false; option.checked = true; }
    option.form.requestSubmit(option.form.querySelector("[name=do]"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.closest(".queue .s") || (form.closest(".said") && event.submitter)) { event.preventDefault(); send(form, event.submitter); }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".queue [data-panel]");
    if (!link?.href || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.closest(".s"));
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"), key = event.key, row = here();
    if (key === "Escape" && row) { close(); go(row); return; }
    if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const panel = row?.querySelector(".panel"), act = row?.querySelector(`.acts [data-key="${CSS.escape(key)}"]`);
    if (/^[1-9]$/.test(key)) {
      const choice = pending?.form.elements.why.options[Number(key)];
      if (choice) { pending.form.elements.why.value = choice.value; pending.form.requestSubmit(pending); }
      else if (panel) choose(panel, Number(key));
    } else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "u") document.querySelector(".said [data-key=u]")?.click();
    else if (key === "?") document.querySelector("#keys")?.focus();
    else if (key === "/") document.querySelector("#q")?.focus();
    else if ((key === "p" || key === "x") && act) { close(); pending = act; hint.hidden = false; }
    else if (act) { if (!act.dataset.panel) close(); act.click(); }
    else return;
    event.preventDefault();
  });
  // What came in is said, never put in; what others decided is said beside the story.
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(`${queue.dataset.news}&since=${queue.dataset.since}`).catch(() => null);
    if (!answer?.ok) return;
    const page = await read(answer), link = page.querySelector(".came a"), place = document.querySelector("#came");
    if (link && place.textContent !== link.textContent) place.replaceChildren(document.adoptNode(link));
    for (const one of page.querySelectorAll("li[data-story]")) {
      const row = find(one.dataset.story);
      if (row && row.querySelector(".other")?.textContent !== one.textContent) note(row, one.textContent, "other");
    }
  };
  setInterval(look, 20000);
  document.addEventListener("visibilitychange", look);
  go(queue.querySelector(".s"));
})();
