// What a little script adds: density without a round trip, times that stay true, keys, the last edition kept.
(() => {
  const root = document.documentElement, top = new URL('..', document.currentScript.src), all = what => [...document.querySelectorAll(what)];

  // The last edition stays readable without a network; a browser that will not keep it says so to nobody.
  navigator.serviceWorker?.register(new URL('sw.js', top)).catch(() => {});

  const dens = document.querySelector('.dens');
  const show = d => {
    root.dataset.density = d;
    dens.querySelectorAll('button').forEach(b => b.setAttribute('aria-pressed', b.value === d));
  };
  if (dens) {
    show(root.dataset.density);
    dens.addEventListener('submit', e => {
      e.preventDefault();
      show(e.submitter.value);
      document.cookie = 'density=' + e.submitter.value + ';path=/;max-age=31536000;samesite=lax';
    });
  }

  // Only what is said as an age ("40 min", "7 h ago") is said anew, in the words of the page; after a day it becomes a date.
  const lang = root.lang === 'en' ? 'en-GB' : root.lang, ages = root.dataset.ago.split('|'), on = ages.pop();
  const forms = ages.map(a => RegExp('^' + a.replace(/[.()]/g, '\\$&').replace('#', '\\d+') + '$'));
  const tell = () => all('time').forEach(t => {
    const at = forms.findIndex(form => form.test(t.textContent));
    if (at < 0) return;
    const then = new Date(t.dateTime), m = Math.floor((Date.now() - then) / 60000), from = at < 3 ? 0 : 3;
    t.textContent = m < 1440 ? ages[from + (m > 0) + (m > 59)].replace('#', m < 60 ? m : Math.floor(m / 60))
      : (from ? on : '#').replace('#', then.toLocaleDateString(lang, { day: 'numeric', month: 'short' }));
  });

  // Times of day are the reader's own; a day is said with them where they had one, or where it is another one here.
  const zone = new Date().getTimezoneOffset() && new Date().toLocaleTimeString(lang, { timeZoneName: 'short' }).replace(/^.*\d\S*\s/, '');
  if (zone) {
    all('time').forEach(t => {
      const was = t.textContent.match(/^(.*?)\d\d:\d\d$/), at = new Date(t.dateTime);
      if (!was) return;
      const dated = /\d/.test(was[1]), clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
      if (was[1] ? !dated : at.getDate() !== at.getUTCDate()) clock.weekday = 'short';
      const day = dated ? at.toLocaleDateString(lang, { day: 'numeric', month: 'short', year: /\d{4}/.test(was[1]) ? 'numeric' : undefined, weekday: /^\D/.test(was[1]) ? 'short' : undefined }) + ', ' : '';
      t.textContent = day + at.toLocaleTimeString(lang, clock);
    });
    all('.utc').forEach(s => { s.textContent = zone; });
  }
  tell();
  setInterval(tell, 60000);

  // What the reader asked of this paper stays in this browser: words to hide, what to follow, what to read later.
  const kept = (name, value) => {
    try {
      if (value !== undefined) localStorage[name] = JSON.stringify(value);
      return JSON.parse(localStorage[name] || '[]');
    } catch { return []; }
  };
  const says = root.dataset.says.split('|');
  const add = (to, name, text, set) => to.appendChild(Object.assign(document.createElement(name), { textContent: text }, set));
  const has = (name, id) => kept(name).some(one => one.id === id);
  const flip = (name, one) => kept(name, has(name, one.id) ? kept(name).filter(o => o.id !== one.id) : [...kept(name), one]);
  const switcher = (to, name, one, off, on) => {
    const b = add(to, 'button', '', { type: 'button' });
    const say = () => { b.textContent = has(name, one.id) ? on : off; b.setAttribute('aria-pressed', has(name, one.id)); };
    b.onclick = () => { flip(name, one); say(); };
    say();
  };
  const page = document.querySelector('[data-id]');
  if (page) {
    const [kind, id] = page.dataset.id.split(':'), title = document.querySelector('h1').textContent;
    const to = location.pathname.slice(top.pathname.length), bar = add(page, 'span', '', { className: 'own' });
    switcher(bar, 'follow', { id: kind + ':' + id, title, to }, says[0], says[1]);
    if (kind === 'story') {
      switcher(bar, 'later', { id, title, to }, says[2], says[3]);
      add(bar, 'button', says[4], { type: 'button', onclick: async e => {
        const url = document.querySelector('link[rel=canonical]')?.href || location.href, b = e.target;
        try { await (navigator.share ? navigator.share({ title, url }) : navigator.clipboard.writeText(url).then(() => { b.textContent = says[5]; })); } catch {}
      } });
    } else switcher(bar, 'hide', { id: title, title }, says[6], says[7]);
  }

  const rows = all('main .s, main .river li'), fold = text => ' ' + text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim() + ' ';
  const hide = kept('hide').map(one => /^[a-z]{2,3}:$/.test(one.id) ? one.id.slice(0, -1) : fold(one.id));
  const hidden = rows.filter(row => {
    const words = fold([...row.querySelectorAll('.m > a, h2, .x, div > a, .o')].map(e => e.textContent + ' | ').join(''));
    const tongue = (row.querySelector('h2 [lang], div > [lang]') || root).lang.slice(0, 2);
    return hide.some(h => h[0] === ' ' ? words.includes(h) : h === tongue);
  });
  hidden.forEach(row => { row.hidden = true; });
  if (hidden.length) {
    const p = document.createElement('p');
    p.className = 'note';
    add(p, 'button', says[8].replace('#', hidden.length), { type: 'button', onclick: () => { hidden.forEach(row => { row.hidden = false; }); p.remove(); } });
    document.querySelector('main').prepend(p);
  }

  globalThis.paper = { add, flip, kept, says, top };

  // What yours.js uses is in `paper`. What came in since the last visit; half an hour without a page ends a visit.
  const now = Date.now(), visit = kept('visit');
  if (now - visit[1] > 18e5) visit[0] = visit[1];
  kept('visit', [visit[0] || 0, now]);
  if (visit[0]) {
    const fresh = rows.filter(row => !row.hidden && new Date(row.querySelector('time')?.dateTime) > visit[0]);
    fresh.forEach(row => add(row.querySelector('.m, .o'), 'b', ' · ' + says[11], { className: 'since' }));
    const stories = fresh.filter(row => row.matches('.s')).length, legend = document.querySelector('.legend p');
    if (stories && legend) add(legend.lastElementChild, 'b', ' ' + says[9].replace('#', stories), { className: 'since' });
  }

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
    const story = all('main .s:not([hidden]) h2 a');
    const list = story.length ? story : all('main :is(.river div > a:first-child, .hl a, #found li a)');
    const at = list.findIndex(a => a === document.activeElement || a.closest('li, tr').contains(document.activeElement));
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];
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
