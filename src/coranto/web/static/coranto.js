// What a little script adds to every page: the last edition kept, and keys.
(() => {
  const top = new URL('..', document.currentScript.src), one = what => document.querySelector(what), all = what => [...document.querySelectorAll(what)];

  // The last edition stays readable without a network; a browser that will not keep it says so to nobody.
  navigator.serviceWorker?.register(new URL('sw.js', top)).catch(() => {});

  // One key each, and never while something is typed; whoever speaks to the computer can switch them off.
  const off = () => localStorage.keys === 'off';
  const toggle = inside => {
    const box = inside.querySelector('#one-key');
    if (!box) return;
    box.checked = !off();
    box.onchange = () => { localStorage.keys = box.checked ? 'on' : 'off'; };
  };
  const step = by => {
    const story = all('main .s:not([hidden]) h2 a');
    const list = story.length ? story : all('main :is(.river div > a:first-child, .hl a, #found li a)');
    const at = list.findIndex(a => a === document.activeElement || a.closest('li, tr').contains(document.activeElement));
    list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by]?.focus();
  };
  const help = async () => {
    if (one('dialog, #keys')) return;
    const there = new URL('keys/', top), box = document.createElement('dialog');
    try {
      const page = new DOMParser().parseFromString(await (await fetch(there)).text(), 'text/html');
      box.append(...page.querySelector('main').children);
      box.setAttribute('aria-labelledby', 'keys');
      box.onclose = () => box.remove();
      document.body.append(box);
      toggle(box);
      box.querySelector('form').hidden = false;
      box.showModal();
    } catch { location = there; }
  };
  const keys = {
    j: () => step(1), k: () => step(-1), '?': help,
    '/': () => one('#ask, #q').focus(),
    o: () => document.activeElement.closest('main a')?.click(),
  };
  toggle(document);

  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || off() || !keys[e.key] || one('dialog')
      || e.target.closest('input:not([type=checkbox]), textarea, select')) return;
    e.preventDefault();
    keys[e.key]();
  });
})();
