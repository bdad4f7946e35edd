// A site of plain files cannot answer ?q=: look through the pages of its API instead, as coranto/web/search_query.py reads a search.
(() => {
  const found = document.querySelector('#found');
  const asked = !found.dataset.asked && new URLSearchParams(location.search).get('q');
  if (!asked) return;
  document.querySelector('#ask').value = asked;
  const MOST = 40;  // pages of 25
  const [looking, told, newest, failed, unused, unknown] = found.dataset.says.split('|');
  const fold = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const get = async path => {
    const answer = await fetch('../api/' + path);
    if (!answer.ok) throw answer.status;
    return answer.json();
  };

  const tests = [], troubles = [], words = [];
  const any = [];  // of these outlets one
  const part = /(?<!\S)(-?)(topic|source|after|before|quality):(?:"([^"]*)"|(\S*))/gi;
  const topic = async name => {
    const { value } = await get('topics/index.json');
    return value.find(t => [t.id, t.name, t.shortname].some(n => n && fold(n) === fold(name)));
  };
  const read = async () => {
    for (const [whole, minus, kind, quoted, single] of asked.matchAll(part)) {
      const name = kind.toLowerCase(), value = quoted || single || '';
      const day = value.match(/^(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?$/);
      const at = day && [day[1], (day[2] || '1').padStart(2, 0), (day[3] || '1').padStart(2, 0)].join('-');
      const meant = !minus && name === 'topic' && await topic(value);
      if (meant) tests.push(item => (item.topics || []).includes(meant.name));
      else if (!minus && name === 'source' && value) any.push(value.toLowerCase());
      else if (!minus && name === 'after' && at) tests.push(item => item.publishedDateTime >= at);
      else if (!minus && name === 'before' && at) tests.push(item => item.publishedDateTime < at);
      else troubles.push(whole);
    }
    const unquoted = asked.replace(/"[^"]*"/g, ' ').replace(part, ' ');
    for (const [, name] of unquoted.matchAll(/(?<!\S)-?([a-z]{3,20}:)(?=[^\s/:])/gi)) words.push(name);
    if (any.length) tests.push(item => item.provider && any.includes(item.provider.domain));
    for (const [, minus, phrase, word] of asked.replace(part, ' ').matchAll(/(?<!\S)(-?)(?:"([^"]*)"?|(\S+))/g)) {
      const said = fold(phrase || word || '').trim();
      if (said) tests.push((_, text) => text.includes(said) === !minus);
    }
  };

  const list = document.createElement('ol'), section = document.createElement('section');
  const add = (to, name, text, set = {}) => to.appendChild(Object.assign(document.createElement(name), { textContent: text }, set));
  const show = item => {
    const li = list.appendChild(document.createElement('li')), at = new Date(item.publishedDateTime), lang = document.documentElement.lang;
    add(li, 'time', at.toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
      { dateTime: item.publishedDateTime });
    const div = li.appendChild(document.createElement('div'));
    add(div, 'a', item.title, { href: item.webUrl, dir: 'auto' });
    div.append(' ');
    add(div, 'span', item.provider ? item.provider.name : '', { className: 'o' });
  };
  const look = async page => {
    const { value, nextPage } = await get('news/page/' + page + '/index.json');
    for (const item of value) {
      const text = fold([item.title, item.excerpt, item.provider && item.provider.name].join(' ')).replace(/\s+/g, ' ');
      if (/^https?:/.test(item.webUrl) && tests.every(test => test(item, text))) show(item);
    }
    return !nextPage ? told : page < MOST ? look(nextPage) : newest;
  };
  const tell = text => { found.firstElementChild.textContent = text; };
  section.className = 'river dated sec narrow';
  section.append(list);
  found.append(section);
  tell(looking);
  read().then(() => tests.length ? look(1) : told).then(
    text => tell([text.replace('#', list.children.length), ...troubles.map(t => unused.replace('#', t)),
      ...words.map(t => unknown.replace('#', t))].join(' ')), () => tell(failed));
})();
