// Links between pages, and what the Back button means. Runs before Streamlit's own scripts.
(() => {
  // Streamlit notes every change of the address as a step of its own. To complete an address is no step: else Back would
  // lead to the same page without what it shows, and from there the page would complete the address again.
  const push = history.pushState.bind(history)
  history.pushState = (state, title, url) =>
    completes(new URL(url ?? location.href, location.href)) ? history.replaceState(state, title, url) : push(state, title, url)

  function completes(next) {
    if (next.pathname !== location.pathname) return false
    return [...new URLSearchParams(location.search)].every(([name, value]) => next.searchParams.get(name) === value)
  }

  // A click on a link to another page of ours goes there without loading everything again: Streamlit follows the
  // browser's history, so a step in it is enough. With a modifier key or another button the browser does as it always does.
  addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const href = link?.getAttribute('href') ?? link?.getAttribute('xlink:href')
    if (href === '#print') return event.preventDefault(), print()
    if (!href?.startsWith('/') || href.startsWith('//') || link.closest('[data-testid^=stSidebar], [data-testid=stTopNav], [data-testid=stPageLink]')) return
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    if (href === location.pathname + location.search) return
    push({}, '', href)
    dispatchEvent(new PopStateEvent('popstate'))
    document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)
  }, true)

  // A chart or a grid was drawn as wide as the screen: on paper (210 mm less its margins) it is made smaller, not cut.
  addEventListener('beforeprint', () => {
    const width = document.querySelector('[data-testid=stMainBlockContainer] > *')?.clientWidth ?? 1
    document.documentElement.style.setProperty('--fh-paper', Math.min(1, 718 / width))
  })
})()
