// What a little script adds to pages of news: density without a round trip, times that stay true, what the reader chose.
(() => {
  const root = document.documentElement, top = new URL('..', document.currentScript.src), now = Date.now();
  const one = what => document.querySelector(what), all = what => [...document.querySelectorAll(what)];

  const dens = one('.dens');
  const show = d => {
    root.dataset.density = d;
    dens.querySelectorAll('button').forEach(b => { b.ariaPressed = b.value === d; });
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
    const then = new Date(t.dateTime), m = Math.floor((Date.now() - then) / 6e4), from = at < 3 ? 0 : 3;
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
  setInterval(tell, 6e4);

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
  const switcher = (to, name, one, off, on) => {
    const b = add(to, 'button', '', { type: 'button' });
    const say = () => { b.textContent = has(name, one.id) ? on : off; b.ariaPressed = has(name, one.id); };
    b.onclick = () => {
      kept(name, has(name, one.id) ? kept(name).filter(o => o.id !== one.id) : [...kept(name), one]);
      say();
    };
    say();
  };
  const page = one('[data-id]');
  if (page) {
    const [kind, id] = page.dataset.id.split(':'), title = one('h1').textContent, url = location.href;
    const to = location.pathname.slice(top.pathname.length), bar = add(page, 'span', '', { className: 'own' });
    switcher(bar, 'follow', { id: kind + ':' + id, title, to }, says[0], says[1]);
    if (kind === 'story') {
      switcher(bar, 'later', { id, title, to }, says[2], says[3]);
      add(bar, 'button', says[4], { type: 'button', onclick: e => (navigator.share ? navigator.share({ title, url })
        : navigator.clipboard.writeText(url).then(() => { e.target.textContent = says[5]; })).catch(() => {}) });
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
    const p = add(one('main'), 'p', '', { className: 'note' });
    add(p, 'button', says[8].replace('#', hidden.length), { type: 'button', onclick: () => { hidden.forEach(row => { row.hidden = false; }); p.remove(); } });
    one('main').prepend(p);
  }

  // What came in since the last visit; half an hour without a page ends a visit.
  const visit = kept('visit');
  if (now - visit[1] > 18e5) visit[0] = visit[1];
  kept('visit', [visit[0] || 0, now]);
  if (visit[0]) {
    const fresh = rows.filter(row => !row.hidden && new Date(row.querySelector('time')?.dateTime) > visit[0]);
    fresh.forEach(row => add(row.querySelector('.m, .o'), 'b', ' · ' + says[11], { className: 'since' }));
    const stories = fresh.filter(row => row.matches('.s')).length, legend = one('.legend p');
    if (stories && legend) add(legend.lastElementChild, 'b', ' ' + says[9].replace('#', stories), { className: 'since' });
  }
})();
