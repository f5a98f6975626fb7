// A text with a button that copies it. On an office network without TLS navigator.clipboard does not exist: there the
// text is marked and copied as by hand.
export default function ({ data, parentElement }) {
  const box = parentElement.querySelector('.fh-copy') ?? parentElement.appendChild(document.createElement('div'))
  box.className = 'fh-copy'
  const text = data.text + (data.path ? location.origin + data.path : '')
  if (box.dataset.text === text) return
  box.dataset.text = text

  const area = document.createElement('textarea')
  area.readOnly = true
  area.value = text
  area.rows = Math.min(text.split('\n').length + 2, 16)
  area.setAttribute('aria-label', data.label)
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = data.button
  const said = document.createElement('span')
  said.setAttribute('role', 'status')

  button.addEventListener('click', async () => {
    said.textContent = (await copied(area)) ? '已复制，可以粘贴到群里。' : '浏览器不允许复制：文字已选中，请按 Ctrl+C。'
  })
  const line = document.createElement('div')
  line.append(button, said)
  box.replaceChildren(line, area)
}

async function copied (area) {
  try {
    await navigator.clipboard.writeText(area.value)
    return true
  } catch {
    area.focus()
    area.select()
    try {
      return document.execCommand('copy')
    } catch {
      return false
    }
  }
}
