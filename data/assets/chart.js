// A chart on the page, drawn by Plotly: as wide as its place, in the page's colours, over the whole screen when asked,
// and as a picture that has its title, source and notes. faheng/ui/chart_element.py says what is drawn; the browser keeps
// this file and Plotly under addresses of their own (faheng/browser_files.py).

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

let plotly;

function load(address) {
  plotly ??= new Promise((resolve, reject) => {
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
    if (window.Plotly) script.onload();
    else if (!early) document.head.append(script);
  });
  return plotly;
}

// What Streamlit calls at every rerun and at every change of its theme; Plotly is at `address`.
export function element(address) {
  return ({ data, parentElement, setTriggerValue }) => {
    const chart = (parentElement.fahengChart ??= new Chart(parentElement, address));
    chart.pick = (key) => setTriggerValue("picked", key);
    chart.show(new TextDecoder().decode(data));
    return () => {
      parentElement.fahengChart = undefined;
      chart.remove();
    };
  };
}

class Chart {
  constructor(parent, address) {
    this.address = address;
    this.root = make("div", "fh-chart");
    this.words = make("div", "fh-chart-words");
    this.words.setAttribute("role", "img");
    this.buttons = make("div", "fh-chart-buttons");
    this.buttons.append(
      button("全屏", () => this.open()),
      button("下载 PNG", () => this.download("png")),
      button("下载 SVG", () => this.download("svg")),
    );
    this.stage = make("div", "fh-chart-stage");
    this.plot = make("div", "fh-chart-plot");
    this.stage.append(this.plot);
    this.whole = make("dialog", "fh-chart-whole");
    this.root.append(this.words, this.buttons, this.stage, this.whole);
    parent.append(this.root);
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
    Object.assign(this, { asked, text, theme, spec: JSON.parse(text) });
    this.words.setAttribute("aria-label", this.spec.alternative);
    this.stage.style.minHeight = `${this.spec.layout.height}px`; // nothing below moves when the chart comes
    if (this.whole.open) this.frame();
    this.draw();
  }

  async draw() {
    const asked = this.asked;
    try {
      await load(this.address);
    } catch {
      this.plot.textContent = `图表没有加载成功，请刷新页面。${this.spec.alternative}`;
      return;
    }
    const { width, scale } = this.room();
    if (this.removed || asked !== this.asked || !width) return; // without room: as soon as there is some
    if (!this.drawnWidth) this.plot.textContent = "";
    this.drawnWidth = width;
    this.plot.style.transform = scale === 1 ? "" : `scale(${scale})`;
    const { data, layout } = figure(this.text, width, this.theme);
    await window.Plotly.react(this.plot, data, layout, CONFIG);
    if (this.listens || this.removed) return;
    this.listens = true;
    this.plot.on("plotly_click", (event) => {
      const key = event.points[0]?.customdata;
      if (this.spec.can_be_picked && key !== undefined) this.pick(key);
    });
    this.plot.on("plotly_hover", () => this.plot.classList.toggle("fh-over", this.spec.can_be_picked));
    this.plot.on("plotly_unhover", () => this.plot.classList.remove("fh-over"));
  }

  // How wide the chart is drawn, and how much it is enlarged: on the whole screen letters grow with it.
  room() {
    const place = this.plot.parentElement;
    if (!this.whole.open) return { width: place.clientWidth, scale: 1 };
    const scale = Math.max(1, Math.min(place.clientHeight / this.spec.layout.height, place.clientWidth / 640, 3));
    return { width: Math.floor(place.clientWidth / scale), scale };
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
    this.whole.replaceChildren(head, make("p", "", subtitle), stage, ...below.map((line) => make("p", "", line)));
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

function leaveFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
}

function themeOf(place) {
  const style = getComputedStyle(place);
  const said = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return { font: said("font"), ink: said("text-color"), ground: said("background-color"), line: said("border-color") };
}

// What the spec leaves open: the page's font and colours, light or dark. Zoom is kept as long as the same thing is shown.
function figure(text, width, { font, ink, ground, line }) {
  const { data, layout, name } = JSON.parse(text); // Plotly writes into what it draws
  const letters = { family: font, color: ink, size: 12 };
  const axis = { automargin: true, zeroline: false };
  const template = {
    data: { scatter: [{ marker: { line: { width: 0 } } }] },
    layout: { font: letters, hoverlabel: { bgcolor: ground, bordercolor: line, font: letters }, xaxis: axis, yaxis: axis },
  };
  return { data, layout: { template, uirevision: name, ...layout, width } };
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
