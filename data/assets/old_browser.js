// Before anything else of the page: does this browser have what Streamlit's program cannot do without? ES5 only, since
// it has to run where that program does not. Chromium 119, Firefox 121, Safari 17.4 are the first to have all of it.
(function () {
  function understandsSets() {
    try { return !!new RegExp('[a]', 'v') } catch (error) { return false }
  }
  var needed = {
    'Promise.withResolvers': typeof Promise === 'function' && typeof Promise.withResolvers === 'function',
    'Array.prototype.toSorted': typeof Array.prototype.toSorted === 'function',
    'RegExp v': understandsSets(),
    'ES modules': 'noModule' in document.createElement('script'),
    'WebSocket': 'WebSocket' in window
  }
  var missing = []
  for (var name in needed) if (!needed[name]) missing.push(name)
  if (!missing.length) return

  function write(id, text) { document.getElementById(id).appendChild(document.createTextNode(text)) }
  function show(id) { document.getElementById(id).style.display = 'block' }

  // The open <plaintext> swallows the rest of the document, so nothing of it starts.
  document.write(document.getElementById('old-browser').text + '<plaintext style="display:none">')
  var agent = navigator.userAgent
  var kernel = /Chrom(?:e|ium)\/(\d+)/.exec(agent)
  if (/Trident|MSIE/.test(agent)) show('old-ie')
  if (kernel && +kernel[1] < 119) { write('old-number', kernel[1]); show('old-kernel') }
  if (/Windows NT 6\.[123]/.test(agent)) show('old-windows')
  write('old-address', location.href)
  write('old-agent', agent)
  write('old-missing', missing.join('、'))
})()
