// Keys of the desk's queue. Everything works without: a key presses the button that is on the page.
// Off while somebody types, with a modifier held, or where the box is not ticked.
(() => {
  const queue = document.querySelector(".queue"), box = document.querySelector("#keys-on"), hint = document.querySelector("#keys-hint");
  if (!queue) return;
  const rows = [...queue.querySelectorAll(".s")], stored = "coranto.desk.keys";
  let at = -1, pending = null;
  const set = (on) => { box.checked = on; document.body.classList.toggle("keyed", on); };
  box.closest("label").hidden = false;
  try { set(localStorage.getItem(stored) !== "off"); } catch { set(true); }
  box.addEventListener("change", () => { set(box.checked); try { localStorage.setItem(stored, box.checked ? "on" : "off"); } catch { /* not remembered */ } });
  const go = (to) => {
    if (!rows.length) return;
    if (rows[at]) rows[at].classList.remove("here");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("here");
    const link = rows[at].querySelector("h2 a");
    link.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const ask = (button) => { pending = button; hint.hidden = false; };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[at], key = event.key;
    if (pending && /^[1-9]$/.test(key)) {
      const choice = pending.form.elements.why.options[Number(key)];
      if (choice) { pending.form.elements.why.value = choice.value; pending.form.requestSubmit(pending); }
    } else if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (key === "u") document.querySelector("[data-key=u]")?.click();
    else if (key === "?") document.querySelector("#keys")?.scrollIntoView();
    else if ((key === "p" || key === "x") && row) { const button = row.querySelector(`[data-key=${key}]`); if (button) ask(button); event.preventDefault(); return; }
    else if ("oeh".includes(key) && row) row.querySelector(`[data-key=${key}]`)?.click();
    else if (key !== "Escape") return;
    pending = null; hint.hidden = true;
    event.preventDefault();
  });
  if (rows.length) go(0);
})();
