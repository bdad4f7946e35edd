// Keys of the desk's queue, and decisions without a new page. Everything works without: a key presses the button that is on the page.
// Keys are off while somebody types, with a modifier held, or where the box is not ticked.
(() => {
  const queue = document.querySelector(".queue"), box = document.querySelector("#keys-on"), hint = document.querySelector("#keys-hint");
  if (!queue) return;
  const rows = [...queue.querySelectorAll(".s")], stored = "coranto.desk.keys", folded = new Map();
  let at = -1, pending = null;
  const set = (on) => { box.checked = on; document.body.classList.toggle("keyed", on); };
  if (box) {
    box.closest("label").hidden = false;
    try { set(localStorage.getItem(stored) !== "off"); } catch { set(true); }
    box.addEventListener("change", () => { set(box.checked); try { localStorage.setItem(stored, box.checked ? "on" : "off"); } catch { /* not remembered */ } });
  }
  const go = (to) => {
    if (rows[at]) rows[at].classList.remove("here");
    if (!rows.length) return;
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("here");
    rows[at].querySelector("h2 a").focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  // One decision at a time; what could not be sent is kept, and tried again.
  const send = async (form, button, then) => {
    const body = new URLSearchParams(new FormData(form, button));
    body.set("part", "1");
    let answer;
    form.inert = true;
    try { answer = await fetch(form.action, { method: "POST", body }); } catch {
      show(form, queue.dataset.offline);
      setTimeout(() => send(form, button, then), 10000);
      return;
    }
    form.inert = false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), said = page.querySelector(".said");
    form.parentElement.querySelector(".trouble")?.remove();
    if (!answer.ok || !said) { show(form, page.querySelector(".trouble")?.textContent ?? answer.statusText); return; }
    said.querySelector("form").action = new URL("../undo/", new URL(form.action)).href;
    document.querySelector(".said")?.remove();
    queue.after(document.adoptNode(said));
    then(said.querySelector("[name=number]").value);
  };
  const show = (form, text) => {
    form.parentElement.querySelector(".trouble")?.remove();
    const note = document.createElement("p");
    note.className = "trouble";
    note.setAttribute("role", "alert");
    note.textContent = text;
    form.before(note);
  };
  const count = (by) => {
    const shown = document.querySelector(".pick [aria-current] i");
    if (shown && /^\d+$/.test(shown.textContent)) shown.textContent = Number(shown.textContent) + by;
  };
  const fold = (row) => (number) => {
    const place = rows.indexOf(row);
    rows.splice(place, 1);
    folded.set(number, [row, place]);
    row.remove();
    count(-1);
    at = -1;
    go(Math.min(place, rows.length - 1));
  };
  const unfold = (number) => (undone) => {
    const [row, place] = folded.get(number);
    row.querySelector("[name=version]").value = undone;
    if (rows[place]) rows[place].before(row); else queue.append(row);
    rows.splice(place, 0, row);
    folded.delete(number);
    count(1);
    go(place);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, row = form.closest(".queue .s"), button = event.submitter;
    if (row && box && form.matches(".acts")) { event.preventDefault(); send(form, button, fold(row)); }
    else if (form.closest(".said") && folded.has(button?.value)) { event.preventDefault(); send(form, button, unfold(button.value)); }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!box?.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[at], key = event.key;
    if (pending && /^[1-9]$/.test(key)) {
      const choice = pending.form.elements.why.options[Number(key)];
      if (choice) { pending.form.elements.why.value = choice.value; pending.form.requestSubmit(pending); }
    } else if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (key === "u") document.querySelector("[data-key=u]")?.click();
    else if (key === "?") document.querySelector("#keys")?.scrollIntoView();
    else if ((key === "p" || key === "x") && row) {
      pending = row.querySelector(`[data-key=${key}]`);
      hint.hidden = !pending;
      event.preventDefault();
      return;
    } else if ("oeh".includes(key) && row) row.querySelector(`[data-key=${key}]`)?.click();
    else if (key !== "Escape") return;
    pending = null; hint.hidden = true;
    event.preventDefault();
  });
  if (rows.length && box) go(0);
})();
