// Before the page is painted: what the reader chose in this browser (see news.js and yours.js).
(() => {
  const chosen = document.documentElement.dataset, d = document.cookie.match(/(?:^|; )density=(brief|standard|full)/);
  if (d) chosen.density = d[1];
  try {
    for (const what of ['theme', 'pictures']) if (localStorage[what]) chosen[what] = localStorage[what];
  } catch {}
})();
