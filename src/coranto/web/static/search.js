// A site of plain files cannot answer ?q=: look through its lists of each day instead, as coranto/web/search_query.py
// reads a search and coranto/store/search_index.py compares words.
(() => {
  const found = document.querySelector('#found');
  const asked = !found.dataset.asked && new URLSearchParams(location.search).get('q');
  if (!asked) return;
  document.querySelector('#ask').value = asked;
  const MOST = 1000;  // articles
  const [looking, told, newest, failed, unused, unknown] = found.dataset.says.split('|');
  const fold = text => ' ' + text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFKC').toLowerCase().replace(/ß/g, 'ss')
    .replace(/[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g, ' $& ').replace(/[^\p{L}\p{N}]+/gu, ' ').trim() + ' ';
  const get = async path => {
    const answer = await fetch('../' + path);
    if (!answer.ok) throw answer.status;
    return answer.json();
  };

  const tests = [], troubles = [], words = [];
  const any = [];  // of these outlets one
  let first = '', last = '9';  // days
  const part = /(?<!\S)(-?)(topic|source|after|before|quality):(?:"([^"]*)"|(\S*))/gi;
  const topic = async name => {
    const { value } = await get('api/topics/index.json');
    return value.find(t => [t.id, t.name, t.shortname].some(n => n && fold(n) === fold(name)));
  };
  const read = async () => {
    for (const [whole, minus, kind, quoted, single] of asked.matchAll(part)) {
      const name = minus || kind.toLowerCase(), value = quoted || single || '';
      const day = value.match(/^(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?$/);
      const at = day && [day[1], (day[2] || '1').padStart(2, 0), (day[3] || '1').padStart(2, 0)].join('-');
      const meant = name === 'topic' && await topic(value);
      if (meant) tests.push(one => (one.topics || []).includes(meant.name));
      else if (name === 'source' && value) any.push(value.toLowerCase());
      else if (name === 'after' && at) first = at;
      else if (name === 'before' && at) last = at;
      else if (name === 'quality' && /^\d+$/.test(value)) tests.push(one => (one.quality || 0) >= value);
      else { troubles.push(whole); continue; }
      tests.push(() => true);
    }
    for (const [, name] of asked.replace(/"[^"]*"/g, ' ').replace(part, ' ').matchAll(/(?<!\S)-?([a-z]{3,20}:)(?=[^\s/:])/gi)) words.push(name);
    if (any.length) tests.push(one => (one.sources || []).some(s => any.includes(s.toLowerCase())));
    for (const [, minus, phrase, word] of asked.replace(part, ' ').matchAll(/(?<!\S)(-?)(?:"([^"]*)"?|(\S+))/g)) {
      const said = fold(phrase || word || '');
      if (said.trim()) tests.push((_, texts) => texts.some(text => text.includes(said)) === !minus);
    }
  };

  const list = document.createElement('ol'), section = document.createElement('section');
  const add = (to, name, text, set) => to.appendChild(Object.assign(document.createElement(name), { textContent: text }, set));
  const show = one => {
    const li = list.appendChild(document.createElement('li')), lang = document.documentElement.lang;
    add(li, 'time', new Date(one.time).toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
      { dateTime: one.time });
    const div = li.appendChild(document.createElement('div'));
    add(div, 'a', one.title, { href: one.story ? '../' + one.story : one.url, dir: 'auto', lang: one.lang || '' });
    div.append(' ');
    add(add(div, 'span', '', { className: 'o' }), one.url ? 'a' : 'span', one.outlet, one.url ? { href: one.url } : {});
  };
  const look = async () => {
    const days = (await get('search/days.json')).filter(day => day >= first && day < last);
    let seen = 0;
    while (days.length) {
      if (seen >= MOST) return newest;
      for (const lines of await Promise.all(days.splice(0, 6).map(day => get('search/days/' + day + '.json')))) {
        seen += lines.length;
        for (const one of lines) {
          const texts = [fold(one.title), fold(one.excerpt || '')];
          if (tests.every(test => test(one, texts))) show(one);
        }
      }
    }
    return told;
  };
  const tell = text => { found.firstElementChild.textContent = text; };
  section.className = 'river dated sec narrow';
  section.append(list);
  found.append(section);
  tell(looking);
  read().then(() => tests.length ? look() : told).then(
    text => tell([text.replace('#', list.children.length), ...troubles.map(t => unused.replace('#', t)),
      ...words.map(t => unknown.replace('#', t))].join(' ')), () => tell(failed));
})();
