// Links between pages, and what the Back button means. Runs before Streamlit's own scripts.
(() => {
  // Streamlit notes every change of the address as a step of its own. What a page adds to the address it was opened with
  // is no step: else Back would lead to the same page without what it shows, and from there the page would add it again.
  // Whatever follows a touch or a key is one. The root only leads on to the first page.
  const push = history.pushState.bind(history)
  let opened = true
  for (const act of ['pointerdown', 'keydown']) addEventListener(act, () => { opened = false }, true)
  addEventListener('popstate', () => { opened = true })

  history.pushState = (state, title, url) => {
    const next = new URL(url ?? location.href, location.href)
    if (location.pathname === '/' || next.pathname === location.pathname && opened && holds(next.search, location.search)) {
      history.replaceState(state, title, url)
    } else {
      opened = next.pathname !== location.pathname
      push(state, title, url)
    }
  }

  // Whether all choices of `asked` are among those of `search`, which may name more.
  function holds(search, asked) {
    const found = new URLSearchParams(search)
    return [...new URLSearchParams(asked)].every(([name, value]) => found.get(name) === value)
  }

  // A click on a link to another page of ours goes there without loading everything again: Streamlit follows the
  // browser's history, so a step in it is enough. With a modifier key or another button the browser does as it always does.
  addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    // The menu is Streamlit's, but for the page that is open, which it leaves as it is: a click there begins it anew.
    const isMenu = link?.closest('[data-testid^=stSidebar], [data-testid=stTopNav], [data-testid=stPageLink]')
    const isOpen = isMenu && link.href && !link.search && link.pathname === location.pathname
    const href = isOpen ? location.pathname : link?.getAttribute('href') ?? link?.getAttribute('xlink:href')
    if (href === '#print') return event.preventDefault(), print()
    if (!href?.startsWith('/') || href.startsWith('//') || link.hasAttribute('download')) return
    if (/^\/(auth|files)\//.test(href)) return // no page of the app: signing in and out, evidence
    if (link.target === '_blank') return // in a chart it is no text, and Plotly means nothing by it
    if (isMenu && !isOpen) return
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    if (href === location.pathname + location.search) return
    places.delete(href)
    opensRow = new URL(href, location.href).pathname === location.pathname && href.includes('row=')
    push({}, '', href)
    dispatchEvent(new PopStateEvent('popstate'))
  }, true)

  // The chosen slide of a deck stays in sight of the list it stands in, wherever it was moved to.
  let chosen = ''
  new MutationObserver(() => {
    const slide = location.pathname === '/meeting' ? document.querySelector('.fh-deck .fh-chosen') : null
    const said = slide?.textContent ?? ''
    if (said === chosen) return
    chosen = said
    const list = slide?.closest('.st-key-deck-slides')
    if (!list) return
    const { top, bottom } = slide.getBoundingClientRect(), room = list.getBoundingClientRect()
    if (top < room.top || bottom > room.bottom) list.scrollTop += top - room.top - room.height / 3
  }).observe(document, { childList: true, subtree: true })

  // On a phone the menu lies over the page; once a page of it is chosen it has done its work.
  addEventListener('click', event => {
    if (!matchMedia('(max-width: 768px)').matches || !event.target.closest?.('[data-testid=stSidebar] a')) return
    setTimeout(() => document.querySelector('[data-testid=stSidebarCollapseButton] button')?.click(), 100)
  })

  // Back leads to where one was on the page, once that is drawn again; a link to the top, but from a mark or a row to the
  // source of its number on the same page there.
  const places = new Map()
  let opensRow = false
  const here = () => location.pathname + location.search
  addEventListener('scroll', event => {
    if (event.target.matches?.('[data-testid=stMain]')) places.set(here(), event.target.scrollTop)
  }, true)
  addEventListener('popstate', () => {
    const { pathname, search } = location, place = places.get(here()) ?? 0, toSource = opensRow
    opensRow = false
    let tries = 60
    setTimeout(function goThere() {
      const page = document.querySelector('[data-testid=stApp][data-test-script-state=notRunning] [data-testid=stMain]')
      if (location.pathname !== pathname || !holds(location.search, search) || tries-- < 0) return // gone on elsewhere
      const source = page?.querySelector('.st-key-source')
      // A busy server has not even begun with the page: the source is waited for, too.
      if (!page || page.scrollHeight - page.clientHeight < place || toSource && !source) setTimeout(goThere, 100)
      else if (toSource) source.scrollIntoView({ behavior: 'smooth' })
      else page.scrollTo(0, place)
    }, place || toSource ? 400 : 0)
  })

  // Who comes back without a link finds the last view (faheng/ui/link.py says what of it is kept). A cookie, so that the
  // server knows it before it draws anything.
  for (const leaving of ['pagehide', 'visibilitychange']) addEventListener(leaving, () => {
    const view = document.getElementById('fh-view')?.dataset.view
    if (view !== undefined) document.cookie = `faheng_view=${view}; path=/; max-age=${view ? 31536000 : 0}; SameSite=Lax`
  })

  // A chart or a grid was drawn as wide as the screen: on paper (210 mm less its margins) it is made smaller, not cut.
  addEventListener('beforeprint', () => {
    const width = document.querySelector('[data-testid=stMainBlockContainer] > *')?.clientWidth ?? 1
    document.documentElement.style.setProperty('--fh-paper', Math.min(1, 718 / width))
  })
})()
