// What a little script adds: density without a round trip, times that stay true, keys, the last edition kept.
(() => {
  const root = document.documentElement, top = new URL('..', document.currentScript.src);

  // The last edition stays readable without a network; a browser that will not keep it says so to nobody.
  navigator.serviceWorker?.register(new URL('sw.js', top)).catch(() => {});

  const dens = document.querySelector('.dens');
  const show = d => {
    root.dataset.density = d;
    dens.querySelectorAll('button').forEach(b => b.setAttribute('aria-pressed', b.value === d));
  };
  if (dens) {
    const saved = document.cookie.match(/(?:^|; )density=(brief|standard|full)/);
    if (saved) show(saved[1]);
    dens.addEventListener('submit', e => {
      e.preventDefault();
      show(e.submitter.value);
      document.cookie = 'density=' + e.submitter.value + ';path=/;max-age=31536000;samesite=lax';
    });
  }

  // Only what is said as an age ("40 min", "7 h ago") is said anew, in the words of the page; after a day it becomes a date.
  const lang = root.lang === 'en' ? 'en-GB' : root.lang, ages = root.dataset.ago.split('|'), on = ages.pop();
  const forms = ages.map(a => RegExp('^' + a.replace(/[.()]/g, '\\$&').replace('#', '\\d+') + '$'));
  const tell = () => document.querySelectorAll('time').forEach(t => {
    const at = forms.findIndex(form => form.test(t.textContent));
    if (at < 0) return;
    const then = new Date(t.dateTime), m = Math.floor((Date.now() - then) / 60000), from = at < 3 ? 0 : 3;
    t.textContent = m < 1440 ? ages[from + (m > 0) + (m > 59)].replace('#', m < 60 ? m : Math.floor(m / 60))
      : (from ? on : '#').replace('#', then.toLocaleDateString(lang, { day: 'numeric', month: 'short', timeZone: 'UTC' }));
  });
  tell();
  setInterval(tell, 60000);

  // One key each, and never while something is typed; whoever speaks to the computer can switch them off.
  const off = () => localStorage.getItem('keys') === 'off';
  const toggle = inside => {
    const box = inside.querySelector('#one-key');
    if (!box) return;
    box.closest('p').hidden = false;
    box.checked = !off();
    box.addEventListener('change', () => localStorage.setItem('keys', box.checked ? 'on' : 'off'));
  };
  const step = by => {
    const story = [...document.querySelectorAll('main .s h2 a')];
    const all = story.length ? story : [...document.querySelectorAll('main :is(.river div > a:first-child, .hl a, #found li a)')];
    const at = all.findIndex(a => a === document.activeElement || a.closest('li, tr').contains(document.activeElement));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) next.focus();
  };
  const help = async () => {
    if (document.querySelector('dialog, main.keys')) return;
    const there = new URL('keys/', top), box = document.createElement('dialog');
    try {
      const page = new DOMParser().parseFromString(await (await fetch(there)).text(), 'text/html');
      box.append(...page.querySelector('main').children);
      box.setAttribute('aria-labelledby', 'keys');
      box.addEventListener('close', () => box.remove());
      document.body.append(box);
      toggle(box);
      box.querySelector('form').hidden = false;
      box.showModal();
    } catch { location = there; }
  };
  const keys = {
    j: () => step(1), k: () => step(-1), '?': help,
    '/': () => document.querySelector('#ask, #q').focus(),
    o: () => document.activeElement.closest('main a')?.click(),
  };
  toggle(document);

  // What is linked to within something folded is unfolded.
  const unfold = () => {
    const at = location.hash[1] && document.getElementById(location.hash.slice(1)), fold = at && at.closest('details');
    if (fold && !fold.open) { fold.open = true; at.scrollIntoView(); }
  };
  addEventListener('hashchange', unfold);
  unfold();
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || off() || !keys[e.key] || document.querySelector('dialog')) return;
    if (e.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
    e.preventDefault();
    keys[e.key]();
  });
})();
