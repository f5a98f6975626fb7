// Streamlit has no translations (streamlit/streamlit#1353): this replaces its built-in English texts as they appear.
// Texts of ours are Chinese already, so nothing of ours can match.
(() => {
const WORDS = {
  "Upload": "选择文件", "Add files": "再加文件", "Browse files": "选择文件", "Drag and drop file here": "把文件拖到这里",
  "Drag and drop files here": "把文件拖到这里", "Drop files here": "松开即上传", "Drop file here": "松开即上传",
  "Choose an option": "请选择", "Choose options": "请选择", "No results": "没有符合的选项", "No options to select": "没有可选的",
  "Select all": "全选", "Press Enter to apply": "按回车生效", "Press Enter to submit form": "按回车提交",
  "Press Ctrl+Enter to apply": "按 Ctrl+回车 或点别处生效", "Press ⌘+Enter to apply": "按 ⌘+回车 或点别处生效",
  "Failed to generate file for download": "没有做成，请再试一次；若仍不行，请告诉管理员。",
  "Fullscreen": "全屏", "Close fullscreen": "退出全屏", "Exit fullscreen": "退出全屏", "Download as CSV": "下载为 CSV",
  "Search": "查找", "Show/hide columns": "显示或隐藏列", "Add row": "加一行", "Delete row(s)": "删除所选行",
  "Sort ascending": "升序", "Sort descending": "降序", "Autosize": "自动列宽", "Pin column": "固定列",
  "Unpin column": "取消固定", "Hide column": "隐藏列", "Format": "格式", "Statistics": "统计", "empty": "空", "None": "无",
  "Connecting": "正在连接", "CONNECTING": "正在连接", "Running...": "正在计算…", "RUNNING...": "正在计算…", "Stop": "停止",
  "Rerun": "重新计算", "Always rerun": "总是重新计算", "Source changed": "程序已更新", "Connection error": "连接中断",
  "Connection lost": "连接已断开", "Page not found": "没有这个页面", "Close": "关闭", "Copy to clipboard": "复制",
  "Print": "打印", "Settings": "设置", "Clear cache": "清除缓存", "Record a screencast": "录屏", "About": "关于",
  "Light": "浅色", "Dark": "深色", "System": "跟随系统", "Use system setting": "跟随系统", "Wide mode": "宽屏",
  "Appearance": "外观", "Choose app theme": "界面配色", "Theme": "配色", "Edit active theme": "编辑配色",
  "Download plot as a png": "下载图片", "Download plot as a PNG": "下载图片", "Zoom": "缩放", "Pan": "平移",
  "Zoom in": "放大", "Zoom out": "缩小", "Reset axes": "恢复", "Autoscale": "自动范围", "Box Select": "框选",
  "Lasso Select": "圈选", "Cancel": "取消", "Clear all": "全部清除", "Remove": "移除", "Delete file": "移除文件",
  "Expand sidebar": "打开菜单", "Collapse sidebar": "收起菜单", "Sidebar": "菜单", "App pages": "各页",
  "Skip to main content": "跳到正文", "Open": "展开", "Link to heading": "本节的链接", "file upload": "上传文件",
}
const FORMS = [
  [/^(\d+(?:\.\d+)?)\s?MB per file(?: • (.*))?$/, (_, size, types) => `每个文件不超过 ${size} MB${types ? " • " + types : ""}`],
  [/^Limit (\d+(?:\.\d+)?)\s?MB per file(?: • (.*))?$/, (_, size, types) => `每个文件不超过 ${size} MB${types ? " • " + types : ""}`],
  [/^(.*) files are not allowed\.?$/, (_, kind) => `不接收 ${kind} 文件，请上传 .xlsx 或 .csv`],
  [/^File must be (.*) or smaller\.?$/, (_, size) => `文件不能超过 ${size}`],
  // What the server said of an upload stands in its answer, which Streamlit does not show.
  [/^(?:Error: )?AxiosError: Request failed with status code 429$/, () => "上传得太多了（10 分钟最多 60 个文件），请过几分钟再传。"],
  [/^(?:Error: )?AxiosError: Request failed with status code 413$/, () => "文件太大，没有接收。"],
  [/^(?:Error: )?AxiosError: Request failed with status code 40[13]$/, () => "没有上传的权限，或登录已过期：请刷新页面。"],
  [/^(?:Error: )?AxiosError: .*$/, () => "没有传上去，请再试一次；若仍不行，请告诉管理员。"],
  [/^Showing page (\d+) of (\d+)$/, (_, page, all) => `第 ${page} 页，共 ${all} 页`],
  [/^You can only select up to (\d+) options?\. Remove an option first\.?$/, (_, most) => `最多选 ${most} 个，请先去掉一个`],
  [/^(\d+) more$/, (_, count) => `另有 ${count} 个`],
  [/^Is Streamlit still running\?.*$/s, () => "与服务器的连接断开了，正在重试；若一直不恢复，请告诉管理员。"],
  [/^The page that you have requested does not seem to exist\. Running the app's main page\.?$/, () => "没有这个页面，已转到首页。"],
  [/^You have requested page .* but no corresponding file was found.*$/s, () => "没有这个页面，已转到首页。"],
  [/^This app has encountered an error\..*$/s, () => "出现了没有预料到的问题，请刷新页面再试；若仍出现，请告诉管理员。"],
  [/^[a-z_ ]+ icon$/, () => "图标"],
  [/^Remove (.*)$/, (_, name) => `移除 ${name}`],
]
const PAGES = "[data-testid=stSidebarNavItems], [data-testid=stSidebarNavItems] li"
const ATTRIBUTES = ["aria-label", "title", "placeholder", "data-title"]

function inChinese(text) {
  const trimmed = text.trim()
  if (!/^[\x20-\x7e•…\n]+/.test(trimmed) || trimmed.length > 300) return null
  const word = WORDS[trimmed]
  if (word) return text.replace(trimmed, word)
  for (const [form, make] of FORMS) if (form.test(trimmed)) return trimmed.replace(form, make)
  return null
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    // Never touch what a user typed or what a file, code or a text of ours holds; labels of buttons are Streamlit's.
    const parent = node.parentElement
    if (parent?.closest("textarea, pre, code, [contenteditable=true]")) return
    if (parent?.closest("[data-testid=stMarkdownContainer]") && !parent.closest("button")) return
    const text = inChinese(node.data)
    if (text !== null && text !== node.data) node.data = text
    return
  }
  if (node.nodeType !== Node.ELEMENT_NODE || node.classList.contains("main-svg")) return
  // Streamlit puts sections into its list of pages in a way no screen reader takes for a list: then it is none.
  if (node.matches(PAGES)) node.setAttribute("role", "none")
  for (const name of ATTRIBUTES) {
    const value = node.getAttribute(name)
    const text = value ? inChinese(value) : null
    if (text !== null && text !== value) node.setAttribute(name, text)
  }
  for (const child of node.childNodes) translate(child)
}

// Runs in the head: what is there already is translated, and whatever comes.
new MutationObserver(changes => {
  for (const change of changes) {
    // A chart is our own and speaks Chinese, and its thousands of pieces would each be looked at.
    if (change.target.ownerSVGElement?.classList.contains("main-svg")) continue
    if (change.type === "childList") change.addedNodes.forEach(translate)
    else translate(change.target)
  }
}).observe(document.documentElement, {
  childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
})
})()
