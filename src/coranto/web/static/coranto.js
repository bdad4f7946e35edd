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

  // Only what is said as an age ("40 min", "7 h") is said anew, in the words of the page; after a day it becomes a date.
  const [now, minutes, hours] = root.dataset.ago.split('|'), say = (form, n) => form.replace('#', n);
  const age = RegExp('^(' + root.dataset.ago.replace(/[.()]/g, '\\$&').replace(/#/g, '\\d+') + ')$');
  const tell = () => document.querySelectorAll('time').forEach(t => {
    if (!age.test(t.textContent)) return;
    const then = new Date(t.dateTime), m = Math.floor((Date.now() - then) / 60000);
    t.textContent = m < 1 ? now : m < 60 ? say(minutes, m) : m < 1440 ? say(hours, Math.floor(m / 60))
      : then.toLocaleDateString(root.lang === 'en' ? 'en-GB' : root.lang, { day: 'numeric', month: 'short', timeZone: 'UTC' });
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
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || off() || !keys[e.key] || document.querySelector('dialog')) return;
    if (e.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
    e.preventDefault();
    keys[e.key]();
  });
})();
