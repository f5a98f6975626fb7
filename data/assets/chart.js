// A chart on the page, drawn by Plotly: as wide as its place, in the page's colours, over the whole screen when asked,
// as a picture that has its title, source and notes, and as a table for who cannot see it. Marks are links: `customdata`
// says where they lead. faheng/ui/chart_element.py says what is drawn; the browser keeps this file and Plotly under
// addresses of their own (faheng/browser_files.py).

// No scroll wheel and no bar of buttons: a finger that scrolls the page must not move the chart.
const CONFIG = { displayModeBar: false, displaylogo: false, scrollZoom: false, doubleClick: "reset", showTips: false, locale: "zh-CN" };

const CHINESE = {
  moduleType: "locale",
  name: "zh-CN",
  dictionary: {
    "Zoom": "缩放", "Pan": "平移", "Zoom in": "放大", "Zoom out": "缩小", "Autoscale": "自动缩放", "Reset axes": "还原",
    "Box Select": "框选", "Lasso Select": "圈选", "Double-click to zoom back out": "双击还原", "trace": "系列",
  },
  format: {
    days: [..."日一二三四五六"].map((day) => `星期${day}`),
    shortDays: [..."日一二三四五六"].map((day) => `周${day}`),
    months: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
    shortMonths: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
    date: "%Y-%m-%d",
    decimal: ".",
    thousands: ",",
  },
};

// A picture is the same from every screen: light, this wide, in a font of the system, as no other reaches into a picture.
const PICTURE = { width: 900, margin: 24, scale: 2.5, ink: "#0B1118", quiet: "#52606D", ground: "#FFFFFF", line: "#C5CDD5" };
const PICTURE_FONT = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif";

const LATEST = 12; // periods

let plotly;

function load(address) {
  plotly ??= new Promise((resolve, reject) => {
    if (window.Plotly) {
      window.Plotly.register(CHINESE);
      return resolve(window.Plotly);
    }
    const early = document.querySelector(`script[src="${new URL(address).pathname}"]`); // data/assets/early.js
    const script = early ?? Object.assign(make("script"), { src: address });
    script.onload = () => {
      window.Plotly.register(CHINESE);
      resolve(window.Plotly);
    };
    script.onerror = () => {
      plotly = undefined; // the next chart tries again
      script.remove();
      reject(new Error(address));
    };
    if (!early) document.head.append(script);
  });
  return plotly;
}

// What Streamlit calls at every rerun and at every change of its theme; Plotly is at `address`.
export function element(address) {
  return ({ data, parentElement }) => {
    const chart = (parentElement.fahengChart ??= new Chart(parentElement, address));
    chart.show(new TextDecoder().decode(data));
    return () => {
      parentElement.fahengChart = undefined;
      chart.remove();
    };
  };
}

export class Chart {
  constructor(parent, address) {
    this.address = address;
    this.root = make("div", "fh-chart");
    this.buttons = make("div", "fh-chart-buttons");
    this.hint = make("span", "", "横向拖选可放大");
    this.latest = button(`最近 ${LATEST} 期`, () => this.enlarge([this.periods - LATEST, this.periods - 1]));
    this.reset = button("还原", () => this.enlarge(null));
    this.buttons.append(
      this.hint, this.latest, this.reset,
      button("全屏", () => this.open()),
      button("下载 PNG", () => this.download("png")),
      button("下载 SVG", () => this.download("svg")),
    );
    this.stage = make("div", "fh-chart-stage");
    this.plot = make("div", "fh-chart-plot");
    this.plot.setAttribute("role", "figure");
    this.words = make("div", "fh-chart-words");
    this.stage.append(this.plot);
    this.whole = make("dialog", "fh-chart-whole");
    this.root.append(this.buttons, this.stage, this.words, this.whole);
    parent.append(this.root);
    // Plotly would take a finger's touch for itself; without it the page scrolls, and a tap still comes as a click.
    this.plot.addEventListener("touchstart", (event) => event.stopPropagation(), { capture: true, passive: true });
    this.plot.addEventListener("pointerdown", (event) => (this.finger = event.pointerType !== "mouse"), true);
    this.whole.addEventListener("close", () => this.closed());
    this.leave = () => !document.fullscreenElement && this.whole.open && this.whole.close();
    document.addEventListener("fullscreenchange", this.leave);
    this.watch = new ResizeObserver(() => requestAnimationFrame(() => this.fit()));
    this.look(this.stage);
  }

  remove() {
    this.removed = true;
    this.watch.disconnect();
    document.removeEventListener("fullscreenchange", this.leave);
    if (this.whole.open) leaveFullScreen();
    window.Plotly?.purge(this.plot);
    this.root.remove();
  }

  show(text) {
    const theme = themeOf(this.root);
    const asked = text + JSON.stringify(theme);
    if (this.asked === asked) return; // a rerun that changed nothing here
    const before = this.spec?.name;
    Object.assign(this, { asked, text, theme, spec: JSON.parse(text) });
    if (this.spec.name !== before) this.zoom = null; // as long as the same thing is shown, what is enlarged stays so
    this.plot.setAttribute("aria-label", this.spec.title);
    this.words.replaceChildren(tableOf(this.spec.table));
    const { height } = layoutFor(this.spec, this.stage.clientWidth);
    this.stage.style.minHeight = `${height}px`; // nothing below moves when the chart comes
    if (this.whole.open) this.frame();
    this.draw();
  }

  get periods() {
    return this.spec.layout.meta?.ticks?.length ?? 0;
  }

  // Shows the periods from one number to another; null: all. Less than two are none.
  enlarge(ends) {
    if (ends) {
      const [from, to] = [Math.max(Math.round(ends[0]), 0), Math.min(Math.round(ends[1]), this.periods - 1)];
      if (to > from) this.zoom = to - from + 1 < this.periods ? [from, to] : null;
    } else this.zoom = null;
    this.draw();
  }

  async draw() {
    const asked = this.asked;
    try {
      await load(this.address);
    } catch {
      this.plot.textContent = "图表没有加载成功，请刷新页面。它的数在下表里。";
      this.root.classList.add("fh-not-drawn");
      return;
    }
    this.root.classList.remove("fh-not-drawn");
    const { width, scale } = this.room();
    if (this.removed || asked !== this.asked || !width) return; // without room: as soon as there is some
    if (!this.drawnWidth) this.plot.textContent = "";
    this.drawnWidth = width;
    this.plot.style.transform = scale === 1 ? "" : `scale(${scale})`;
    this.latest.hidden = this.hint.hidden = !this.periods;
    this.reset.hidden = !this.zoom;
    this.root.classList.toggle("fh-zoomed", Boolean(this.zoom));
    const { data, layout } = figure(this.text, width, this.theme);
    if (this.zoom) showPart(layout, this.zoom);
    await window.Plotly.react(this.plot, data, layout, CONFIG);
    // Its words stand in the table; of what is drawn only the links remain to be read out.
    for (const words of this.plot.querySelectorAll("text")) words.querySelector("a") ?? words.setAttribute("aria-hidden", true);
    if (this.listens || this.removed) return;
    this.listens = true;
    this.plot.on("plotly_click", ({ points, event }) => this.follow(this.leadsTo(points[0]), event));
    this.plot.on("plotly_hover", ({ points }) => this.plot.classList.toggle("fh-over", Boolean(this.leadsTo(points[0]))));
    this.plot.on("plotly_unhover", () => this.plot.classList.remove("fh-over"));
    this.plot.on("plotly_relayout", (changed) => {
      const ends = changed["xaxis.range"] ?? [changed["xaxis.range[0]"], changed["xaxis.range[1]"]];
      if (this.periods && ends[0] !== undefined) this.enlarge(ends);
    });
  }

  // In a trend a mark says only what is added to the address of its period.
  leadsTo({ data, customdata = data?.customdata?.[0], x }) { // an area's is its trace's
    const { addresses } = this.spec.layout.meta ?? {};
    return addresses && customdata ? addresses[x] && addresses[x] + customdata : customdata;
  }

  // A finger has no other way to see what a mark says, so its first tap shows that and the second leads on.
  follow(address, { ctrlKey, metaKey, shiftKey }) {
    const seen = this.tapped === address;
    this.tapped = address;
    if (!address?.startsWith("/") || (this.finger && !seen)) return;
    this.tapped = null;
    if (this.whole.open) this.whole.close();
    const link = make("a");
    link.href = address;
    document.body.append(link);
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
    link.remove();
  }

  // How wide the chart is drawn, and how much it is enlarged: on the whole screen letters grow with it.
  room() {
    const place = this.plot.parentElement;
    if (!this.whole.open) return { width: place.clientWidth, scale: 1 };
    const { clientWidth, clientHeight } = place;
    // Each layout begins at a width of its own: the largest that fits.
    const begins = [0, ...(this.spec.narrower ?? []).map(({ below }) => below)].map((width) => Math.max(width, 640));
    const scales = begins.map((width) =>
      Math.min(clientHeight / layoutFor(this.spec, width).height, clientWidth / width, 3));
    const scale = Math.max(1, ...scales);
    return { width: Math.floor(clientWidth / scale), scale };
  }

  fit() {
    if (!this.spec || this.removed) return;
    const { width, scale } = this.room();
    if (width && (width !== this.drawnWidth || this.plot.style.transform !== (scale === 1 ? "" : `scale(${scale})`))) this.draw();
  }

  frame() {
    const { title, subtitle, below } = this.spec;
    const stage = make("div", "fh-chart-stage");
    const head = make("div", "fh-chart-head");
    head.append(make("h2", "", title), button("退出全屏", () => this.whole.close()));
    stage.append(this.plot);
    this.whole.setAttribute("aria-label", title);
    this.whole.replaceChildren(head, make("p", "", subtitle), stage, this.words, ...below.map((line) => make("p", "", line)));
    this.look(stage);
  }

  look(stage) {
    this.watch.disconnect();
    this.watch.observe(stage);
  }

  async open() {
    // Without the browser's own bars where it can; first, so that the chart lies above all else. Where it cannot, or takes
    // its time, the chart still fills the window.
    const bare = document.documentElement.requestFullscreen?.().catch(() => {});
    await Promise.race([bare, new Promise((resolve) => setTimeout(resolve, 300))]);
    if (this.removed) return leaveFullScreen();
    if (this.whole.open) return;
    this.frame();
    this.whole.showModal();
    this.fit();
  }

  // Esc, the button, or the browser's own way out of full screen.
  closed() {
    leaveFullScreen();
    if (this.removed) return;
    this.stage.append(this.plot);
    this.stage.after(this.words);
    this.whole.replaceChildren();
    this.look(this.stage);
    this.fit();
  }

  async download(format) {
    const { svg, width, height } = await picture(await load(this.address), this.text, this.spec);
    let file = new Blob([svg], { type: "image/svg+xml" });
    if (format === "png") file = await pixels(file, width, height);
    const link = make("a");
    link.href = URL.createObjectURL(file);
    link.download = `${this.spec.name}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}

function make(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(text, act) {
  const made = make("button", "", text);
  made.type = "button";
  made.onclick = act;
  return made;
}

// Texts as text: names come from uploaded files.
function tableOf({ caption, head, rows }) {
  const [table, body] = [make("table"), make("tbody")];
  const line = (cells, scopes) => {
    const row = make("tr");
    for (const [place, words] of cells.entries()) {
      const cell = make(scopes(place) ? "th" : "td", "", words);
      if (scopes(place)) cell.scope = scopes(place);
      row.append(cell);
    }
    return row;
  };
  const top = make("thead");
  top.append(line(head, () => "col"));
  body.append(...rows.map((cells) => line(cells, (place) => (place ? "" : "row"))));
  table.append(make("caption", "", caption), top, body);
  return table;
}

function leaveFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
}

function themeOf(place) {
  const style = getComputedStyle(place);
  const said = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return { font: said("font"), ink: said("text-color"), ground: said("background-color"), line: said("border-color") };
}

// The layout for a place so many px wide: what `narrower` says of it, axis by axis, instead of the widest one's; a list goes as a whole.
function layoutFor({ layout, narrower = [] }, width) {
  const other = narrower.find(({ below }) => width < below)?.layout ?? {};
  const isAxis = (part) => typeof part === "object" && !Array.isArray(part);
  const merged = Object.entries(other).map(([name, part]) => [name, isAxis(part) ? { ...layout[name], ...part } : part]);
  return { ...layout, ...Object.fromEntries(merged) };
}

// What the spec leaves open: the page's font and colours, light or dark.
function figure(text, width, { font, ink, ground, line }) {
  const spec = JSON.parse(text); // Plotly writes into what it draws
  const { data } = spec;
  const layout = layoutFor(spec, width);
  const letters = { family: font, color: ink, size: 12 };
  const axis = { automargin: true, zeroline: false };
  const template = {
    data: { scatter: [{ marker: { line: { width: 0 } } }] },
    layout: { font: letters, hoverlabel: { bgcolor: ground, bordercolor: line, font: letters }, xaxis: axis, yaxis: axis },
  };
  return { data, layout: { template, ...layout, width } };
}

// A part of the time as wide as the whole, with as many of its periods named as there is room for, counted from its end.
function showPart({ xaxis, meta, margin, width }, [from, to]) {
  const room = Math.max((to - from) * 0.02, 0.15);
  const each = (width - margin.l - margin.r) / (to - from);
  const letters = Math.max(...meta.ticks.slice(from, to + 1).map((tick) => tick.replace(/<[^>]*>/g, "").length));
  const step = Math.ceil((letters * xaxis.tickfont.size + xaxis.tickfont.size) / each);
  xaxis.range = [from - room, to + room];
  xaxis.tickvals = Array.from({ length: to - from + 1 }, (_, place) => from + place);
  xaxis.ticktext = xaxis.tickvals.map((place) => {
    const [words, address] = [meta.ticks[place], meta.addresses[xaxis.categoryarray[place]]];
    if ((to - place) % step) return "";
    return address ? `<a href="${address.replaceAll("&", "&amp;")}">${words}</a>` : words;
  });
}

// The chart with the words that stand round it, as SVG: no picture without its source.
async function picture(Plotly, text, { title, subtitle, below }) {
  const { width, margin, ink, quiet, ground } = PICTURE;
  const { data, layout } = figure(text, width, { ...PICTURE, font: PICTURE_FONT });
  const drawn = await Plotly.toImage({ data, layout, config: CONFIG }, { format: "svg", width, height: layout.height, imageDataOnly: true });
  const chart = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement;
  for (const link of chart.querySelectorAll("a")) {
    const words = document.createElementNS(chart.namespaceURI, "tspan"); // a picture leads nowhere
    words.append(...link.childNodes);
    link.replaceWith(words);
  }
  const page = document.createElementNS(chart.namespaceURI, "svg");
  let y = margin;
  const add = (words, size, color, weight = 400) => {
    for (const line of linesOf(words, `${weight} ${size}px ${PICTURE_FONT}`, width)) {
      const shown = document.createElementNS(chart.namespaceURI, "text");
      set(shown, { x: margin, y: y + size, fill: color, "font-size": size, "font-weight": weight });
      shown.textContent = line;
      page.append(shown);
      y += size * 1.5;
    }
  };
  add(title, 18, ink, 700);
  add(subtitle, 13, quiet);
  y += 8;
  set(chart, { x: margin, y });
  page.append(chart);
  y += layout.height + 8;
  for (const line of below) add(line, 12, quiet);
  const [whole, height] = [width + 2 * margin, Math.ceil(y + margin - 6)];
  const paper = document.createElementNS(chart.namespaceURI, "rect");
  set(paper, { width: whole, height, fill: ground });
  page.prepend(paper);
  set(page, { width: whole, height, viewBox: `0 0 ${whole} ${height}`, color: ink, "font-family": PICTURE_FONT });
  return { svg: new XMLSerializer().serializeToString(page), width: whole, height };
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

// Words as lines of at most `width` px; no line begins with a sign that ends one.
function linesOf(words, font, width) {
  const measure = document.createElement("canvas").getContext("2d");
  measure.font = font;
  const lines = [];
  let line = "";
  for (const piece of words.match(/[\w.%/+-]+|[\s\S]/gu) ?? []) {
    if (measure.measureText(line + piece).width > width && !/^[，。、；：？！）”’」》]/.test(piece)) {
      lines.push(line);
      line = piece.trimStart();
    } else line += piece;
  }
  return line ? [...lines, line] : lines;
}

async function pixels(file, width, height) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * PICTURE.scale, height * PICTURE.scale];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
