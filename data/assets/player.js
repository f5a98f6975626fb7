// The player of a meeting: a deck full screen, by clicker, keyboard, mouse or finger, with an overview, a speaker's window
// and a check of itself. It has everything in the browser once it is open: the server may die, and one HTML file with the
// same code needs none (faheng/meeting/stage.py says what is shown, faheng/meeting/html.py makes the file).
// Charts are drawn by the app's own element, the class Chart of data/assets/chart.js.

const [WIDE, HIGH] = [1920, 1080]; // px of a slide; it is scaled as a whole
const CHART_SCALES = [2.2, 2.7]; // how much a chart is enlarged on a slide; faheng/meeting/stage.py: 2.6
// From the largest letters, that a room reads best, to the smallest that it still reads (exports.md, section 5).
// Of lines: on one, else on two, else on three.
const OPENING_SIZES = [[96, 84, 72, 66, 60], [66, 60], [66, 60]];
const TITLE_SIZES = [[60, 56, 52, 48, 45, 42], [45, 42, 39, 36], [36]];
const SUBTITLE_SIZES = [[36, 33, 30, 27], [30, 27]];
const BODY_SIZES = [36, 34.5, 33, 31.5, 30, 28.5, 27];
const SPEECH_SIZES = [26, 24, 22, 20, 18]; // in the speaker's window, read from near
const SMALL_SIZES = [25.5, 24, 23]; // of a matrix with long numbers, which must not be cut
// Whose letters must stay inside; what is drawn in a cell may reach over its edge by half a mark.
const BOXES = "td:not(.fp-graphic), th:not(.fp-graphic), .fp-card, .fp-sentence";
const SMALLEST = 17; // px of letters on a slide: smaller ones have the size of a page, not of a stage
const IDLE = 2500; // ms until the buttons go
const TYPING = 4000; // ms in which a number of a slide is typed
const SWIPE = 60; // px
const SLOW = { median: 500, worst: 2000 }; // ms from a key to the slide

// With a Chinese input method on, the browser says only where a key is.
const CODES = {
  KeyB: "b", KeyF: "f", KeyG: "g", KeyO: "o", KeyS: "s", Period: ".", NumpadDecimal: ".", Space: " ",
  ...Object.fromEntries([..."0123456789"].flatMap((digit) => [[`Digit${digit}`, digit], [`Numpad${digit}`, digit]])),
};

export function openPlayer(Chart, parent, about) {
  return new Player(Chart, parent, about);
}

// What Streamlit calls at every rerun; the player fills the screen at the first, then it stays as it is and only takes
// what is new.
export function element(Chart, plotly, style) {
  return ({ data, parentElement }) => {
    const isNew = !parentElement.fahengPlayer;
    const player = (parentElement.fahengPlayer ??= new Player(Chart, parentElement, { plotly, style }));
    player.show(new TextDecoder().decode(data));
    if (isNew) player.fullScreen();
    return () => {
      parentElement.fahengPlayer = undefined;
      player.remove();
    };
  };
}

class Player {
  // `plotly`: where the chart's script is; `style`: that of the player as a text; `alone`: nothing else is on the page.
  constructor(Chart, parent, { plotly, style, alone = false }) {
    Object.assign(this, { StageChart: onStage(Chart), plotly, style, alone });
    this.opened = performance.now();
    this.number = 0; // of the slide, counted from 0
    this.detail = null; // the slides of a region that lie above it, and which of them: { code, part }
    this.text = null;
    this.all = [];
    this.build(parent);
    this.listen();
  }

  build(parent) {
    this.root = make("div", `fp-root${this.alone ? " fp-alone" : ""}`);
    this.root.tabIndex = -1;
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", "汇报放映");
    const style = make("style", "", this.style);
    this.view = make("div", "fp-view");
    this.deck = make("div", "fp-deck");
    this.dark = make("div", "fp-dark");
    this.typed = make("div", "fp-typed");
    this.said = make("div", "fp-said");
    this.live = make("div", "fp-live");
    this.live.setAttribute("aria-live", "polite");
    this.place = make("span", "fp-place");
    this.bar = make("div", "fp-buttons");
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", "放映");
    this.back = button("返回", "Backspace", () => this.leaveDetail());
    this.full = button("全屏放映", "F5", () => (this.isWhole && !this.alone ? this.leaveWhole() : this.fullScreen()));
    this.bar.append(
      this.back,
      button("‹", "PageUp", () => this.step(-1), "上一页"),
      this.place,
      button("›", "PageDown", () => this.step(1), "下一页"),
      button("总览", "O", () => this.overview()),
      button("黑屏", "B", () => this.black()),
      button("讲稿", "S", () => this.openSpeaker()),
      button("会议自检", "", () => this.check()),
      ...(this.alone ? [button("打印", "Ctrl+P", () => this.print())] : []),
      this.full,
    );
    this.dialog = make("div", "fp-dialog");
    this.dialog.setAttribute("role", "dialog");
    this.dialog.hidden = true;
    this.view.append(this.deck, this.dark, this.typed, this.said, this.dialog);
    this.root.append(...(this.alone ? [] : [style]), this.view, this.bar, this.live);
    parent.append(this.root);
  }

  listen() {
    this.ends = [];
    const on = (target, name, act, options) => {
      target.addEventListener(name, act, options);
      this.ends.push(() => target.removeEventListener(name, act, options));
    };
    // First of all, so that neither the page nor Plotly takes a key or a finger for itself.
    on(document, "keydown", (event) => this.key(event), true);
    on(document, "fullscreenchange", () => (document.fullscreenElement ? this.fitView() : this.leaveWhole()));
    on(this.view, "click", (event) => this.click(event));
    on(this.view, "pointerdown", () => (this.taken = false), true);
    on(this.view, "touchstart", (event) => (this.touched = event.touches.length === 1 ? event.touches[0] : null), { capture: true, passive: true });
    on(this.view, "touchend", (event) => this.swipe(event), { capture: true, passive: true });
    on(this.root, "pointermove", () => this.wake());
    on(this.root, "focusin", () => this.wake());
    on(window, "pagehide", () => this.speaker?.window.close());
    this.watch = new ResizeObserver(() => this.fitView());
    this.watch.observe(this.view);
    // What the browser fetches from now on; the self-check tells.
    this.fetched = [];
    this.network = new PerformanceObserver((list) => this.fetched.push(...list.getEntries().filter((one) => one.startTime >= this.opened)));
    this.network.observe({ type: "resource", buffered: true });
    this.clock = setInterval(() => this.tick(), 1000);
    this.wake();
  }

  remove() {
    this.removed = true;
    this.ends.forEach((end) => end());
    this.watch.disconnect();
    this.network.disconnect();
    clearInterval(this.clock);
    this.speaker?.window.close();
    this.all.forEach((frame) => frame.chart?.remove());
    if (document.fullscreenElement === this.root) document.exitFullscreen();
    this.root.remove();
  }

  // --- What is shown

  // A deck as stage.py writes it. Of a deck that changed the slide that was shown still is, by its identity.
  show(text) {
    if (this.text === text) return;
    const before = this.text === null ? (location.hash.slice(1) || new URLSearchParams(location.search).get("slide")) : this.frames[this.number]?.id;
    this.text = text;
    const { name, slides, details } = JSON.parse(text);
    this.all.forEach((frame) => frame.chart?.remove());
    this.name = name;
    this.details = Object.fromEntries(Object.keys(details).map((code) => [code, []])); // links ask whose there are
    this.frames = slides.map((slide) => new Frame(this, slide));
    for (const [code, parts] of Object.entries(details)) this.details[code] = parts.map((slide) => new Frame(this, slide));
    const behind = Object.values(this.details).flat();
    behind.forEach((frame) => frame.node.classList.add("fp-behind"));
    this.all = [...this.frames, ...behind];
    this.deck.replaceChildren(...this.all.map((frame) => frame.node));
    const found = this.frames.findIndex(({ id }) => id === before);
    this.number = found >= 0 ? found : Math.max(Math.min(this.number, this.frames.length - 1), 0);
    if (this.detail && !this.current) this.detail = null;
    this.leadBack();
    this.fitView();
    this.turn();
    this.drawAll();
  }

  get current() {
    if (!this.detail) return this.frames[this.number];
    return this.details[this.detail.code]?.[this.detail.part];
  }

  // Everything that follows from which slide is the current one.
  turn() {
    const { current } = this;
    if (!current) return (this.place.textContent = "没有页"); // a deck from which everything was dropped
    current.draw();
    if (this.deck.contains(document.activeElement)) this.root.focus({ preventScroll: true }); // a link of another slide
    for (const frame of this.all) frame.node.classList.toggle("fp-current", frame === current);
    this.place.textContent = this.detail ? "地区详情" : `${this.number + 1} / ${this.frames.length}`;
    this.back.hidden = !this.detail;
    const where = this.detail ? "地区详情" : `第${this.number + 1}页，共${this.frames.length}页`;
    this.live.textContent = `${where}：${current.slide.title}`;
    this.tell();
  }

  go(number) {
    this.root.classList.remove("fp-is-dark");
    this.detail = null;
    this.number = Math.max(Math.min(number, this.frames.length - 1), 0);
    this.turn();
  }

  step(by) {
    if (!this.detail) return this.go(this.number + by);
    this.root.classList.remove("fp-is-dark");
    this.detail.part += by;
    if (this.current) this.turn();
    else this.leaveDetail(); // a clicker has no other key for it
  }

  drill(code) {
    if (!this.details[code]) return;
    this.taken = true;
    this.overview(false);
    this.detail = { code, part: 0 };
    this.leadBack();
    this.turn();
  }

  // The way back stays on the slide after the buttons went.
  leadBack() {
    if (!this.detail) return;
    this.details[this.detail.code].forEach((frame) => frame.leadBack(`返回第 ${this.number + 1} 页`));
  }

  leaveDetail() {
    if (!this.detail) return;
    this.detail = null;
    this.turn();
  }

  // The others after the current one, each when the browser has nothing else to do.
  async drawAll() {
    const text = this.text;
    const order = [...this.frames.slice(this.number), ...this.frames.slice(0, this.number).reverse(), ...this.all.slice(this.frames.length)];
    for (const frame of order) {
      await new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve, { timeout: 100 }));
      while (!this.view.clientWidth && !this.removed) await new Promise((resolve) => setTimeout(resolve, 200));
      if (this.removed || text !== this.text) return;
      await frame.draw();
    }
    this.root.classList.add("fp-ready");
    this.tell();
  }

  fitView() {
    const whole = this.isWhole;
    this.root.classList.toggle("fp-whole", whole);
    this.full.firstChild.textContent = whole && !this.alone ? "退出全屏" : "全屏放映";
    this.full.hidden = this.alone && Boolean(document.fullscreenElement);
    const { clientWidth, clientHeight } = this.view;
    if (!clientWidth) return;
    const side = this.root.classList.contains("fp-overview");
    const columns = Math.max(Math.round(clientWidth / 420), 2);
    const scale = side ? (clientWidth - 24 * (columns + 1)) / columns / WIDE : Math.min(clientWidth / WIDE, clientHeight / HIGH);
    if (scale !== this.scale) this.rescale(scale);
    this.deck.style.setProperty("--fp-columns", columns);
    this.columns = columns;
  }

  // Chromium (150, at least) keeps the letters of a picture as large as they were when what is round it is scaled anew,
  // until they are laid out again.
  rescale(scale) {
    this.scale = scale;
    this.deck.style.setProperty("--fp-scale", scale);
    const pictures = [...this.deck.querySelectorAll("svg")];
    pictures.forEach(({ style }) => (style.display = "none"));
    void this.deck.offsetHeight;
    pictures.forEach(({ style }) => (style.display = ""));
  }

  // --- Modes

  get isWhole() {
    return this.alone || document.fullscreenElement === this.root || this.root.classList.contains("fp-fixed");
  }

  // Where the browser does not allow it the player still fills the window.
  async fullScreen() {
    if (this.checking) return;
    if (document.fullscreenElement) return document.exitFullscreen();
    const bare = this.root.requestFullscreen?.().catch(() => {});
    await Promise.race([bare, new Promise((resolve) => setTimeout(resolve, 300))]);
    if (!this.isWhole) {
      this.root.classList.add("fp-fixed");
      this.say("按 F 进入全屏，按 Esc 退出放映。");
    }
    navigator.wakeLock?.request("screen").catch(() => {}); // only over https; else the screen saver must be off
    this.root.focus({ preventScroll: true });
    this.fitView();
  }

  leaveWhole() {
    this.root.classList.remove("fp-fixed");
    if (document.fullscreenElement) document.exitFullscreen();
    this.fitView();
  }

  black() {
    this.root.classList.toggle("fp-is-dark");
    this.tell();
  }

  overview(open = !this.root.classList.contains("fp-overview")) {
    if (open === this.root.classList.contains("fp-overview")) return;
    if (open) this.leaveDetail();
    this.root.classList.toggle("fp-overview", open);
    this.fitView();
    this.frames.forEach((frame) => (frame.node.tabIndex = open ? 0 : -1));
    if (open) this.frames[this.number]?.node.focus();
    else this.root.focus({ preventScroll: true });
  }

  // --- Keys, mouse, finger

  key(event) {
    const key = event.key === "Process" || event.isComposing ? CODES[event.code] : event.key;
    if (!key || event.ctrlKey || event.altKey || event.metaKey || !this.isMeant(key, event.target)) return;
    const act = this.actOf(key.length === 1 ? key.toLowerCase() : key, event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // On a page with other things a key is the player's while it fills the screen or was touched last; F5, which a clicker
  // sends to begin, always is.
  isMeant(key, target) {
    if (key === "F5") return true;
    if (target?.closest?.("input, textarea, select, [contenteditable=true]")) return false;
    return this.isWhole || this.root.contains(target);
  }

  actOf(key, { shiftKey, target }) {
    if (!this.dialog.hidden) {
      return key === "Escape" ? () => this.closeDialog() : undefined;
    }
    if (/^[0-9]$/.test(key)) return () => this.type(this.digits + key);
    if (key === "Enter" && this.digits) return () => this.jump();
    if (key === "Backspace" && this.digits) return () => this.type(this.digits.slice(0, -1));
    if (this.root.classList.contains("fp-overview")) {
      const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns, PageDown: 1, PageUp: -1, Home: -Infinity, End: Infinity };
      if (moves[key]) return () => this.select(moves[key]);
      if (key === "Enter" || key === " ") return () => this.choose(this.frames.findIndex(({ node }) => node === document.activeElement));
    }
    // What has the focus is pressed, as anywhere.
    if ((key === "Enter" || key === " ") && target?.closest?.("button")) return undefined;
    const link = target?.closest?.("[data-region], [data-slide], [data-back]");
    if (key === "Enter" && link) return () => this.follow(link);
    switch (key) {
      case " ": return () => this.step(shiftKey ? -1 : 1);
      case "PageDown": case "ArrowRight": case "ArrowDown": return () => this.step(1);
      case "PageUp": case "ArrowLeft": case "ArrowUp": return () => this.step(-1);
      case "Home": return () => this.go(0);
      case "End": return () => this.go(Infinity);
      case "b": case ".": case "。": return () => this.black();
      case "f": case "F5": return () => this.fullScreen();
      case "o": case "g": return () => this.overview();
      case "s": return () => this.openSpeaker();
      case "Backspace": return this.detail ? () => this.leaveDetail() : undefined;
      case "Escape": return () => this.escape();
      default: return undefined;
    }
  }

  // One thing after the other; the browser itself leaves full screen.
  escape(leaves = true) {
    if (this.root.classList.contains("fp-overview")) this.overview(false);
    else if (this.detail) this.leaveDetail();
    else if (this.root.classList.contains("fp-is-dark")) this.black();
    else if (this.digits) this.type("");
    else if (leaves && !this.checking) this.leaveWhole();
  }

  get digits() {
    return this.typed.textContent;
  }

  type(digits) {
    clearTimeout(this.typing);
    this.typed.textContent = digits.slice(-3);
    this.typing = setTimeout(() => (this.typed.textContent = ""), TYPING);
  }

  jump() {
    const number = Number(this.digits);
    this.type("");
    this.overview(false);
    if (number >= 1) this.go(number - 1);
  }

  select(by) {
    const now = Math.max(this.frames.findIndex(({ node }) => node === document.activeElement), 0);
    this.frames[Math.min(Math.max(now + by, 0), this.frames.length - 1)].node.focus();
  }

  choose(number) {
    this.overview(false);
    this.go(number < 0 ? this.number : number);
  }

  click(event) {
    const link = event.target.closest?.("a, [data-region], [data-slide], [data-back]");
    if (this.dialog.contains(event.target)) return;
    if (this.root.classList.contains("fp-overview")) {
      event.preventDefault();
      const chosen = this.frames.findIndex(({ node }) => node.contains(event.target));
      if (chosen >= 0) this.choose(chosen);
      return;
    }
    if (link && this.view.contains(link)) {
      event.preventDefault();
      event.stopPropagation();
      this.follow(link);
      return;
    }
    if (this.taken) return; // by a mark of the chart, or by a swipe
    this.root.focus({ preventScroll: true });
    const { left, width } = this.view.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    if (share < 1 / 3) this.step(-1);
    else if (share > 2 / 3) this.step(1);
  }

  follow({ dataset: { region, slide, back } }) {
    if (back) this.leaveDetail();
    if (region) this.drill(region);
    const number = this.frames.findIndex(({ id }) => id === slide);
    if (!region && number >= 0) this.go(number);
  }

  swipe(event) {
    const [from, to] = [this.touched, event.changedTouches[0]];
    this.touched = null;
    if (!from || !to || this.root.classList.contains("fp-overview") || !this.dialog.hidden) return;
    const [across, down] = [to.clientX - from.clientX, to.clientY - from.clientY];
    if (Math.abs(across) < SWIPE || Math.abs(across) < 2 * Math.abs(down)) return;
    this.taken = true;
    this.step(across < 0 ? 1 : -1);
  }

  wake() {
    this.root.classList.remove("fp-idle");
    clearTimeout(this.sleep);
    this.sleep = setTimeout(() => this.root.classList.add("fp-idle"), IDLE);
  }

  say(words) {
    this.said.textContent = words;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => (this.said.textContent = ""), 6000);
  }

  async print() {
    await Promise.all(this.all.map((frame) => frame.draw()));
    print();
  }

  // --- The speaker's window: written by this one, so that it needs neither server nor file

  openSpeaker() {
    if (this.checking) return;
    const opened = open("", "faheng-speaker", "popup,width=1200,height=760");
    if (!opened) return this.say("浏览器拦住了讲稿窗口：请允许本站弹出窗口，再按 S。");
    const page = opened.document;
    page.title = `讲稿 · ${this.name}`;
    page.documentElement.lang = "zh-CN";
    page.head.replaceChildren(make("style", "", this.style, page));
    const node = (name, text = "") => make("div", name, text, page);
    const speaker = { window: opened, began: this.speaker?.began ?? Date.now() };
    for (const name of ["now", "next", "title", "speech", "more", "notes", "clock", "elapsed", "place", "dark"]) speaker[name] = node(`fs-${name}`);
    const again = button("重新计时", "", () => ((speaker.began = Date.now()), this.tick()), "", page);
    const before = button("‹ 上一页", "PageUp", () => this.step(-1), "", page);
    const after = button("下一页 ›", "PageDown", () => this.step(1), "", page);
    const [left, right, head, times, low, buttons] = ["left", "right", "head", "times", "low", "buttons"].map((name) => node(`fs-${name}`));
    speaker.dark.textContent = "黑屏中，按 B 恢复";
    speaker.more.textContent = "讲稿没有完：往下滚动";
    times.append(speaker.clock, speaker.elapsed, again);
    head.append(speaker.place, speaker.dark);
    buttons.append(before, after);
    low.append(speaker.next, speaker.notes);
    left.append(head, speaker.now, node("fs-label", "下一页"), low);
    right.append(times, speaker.title, speaker.speech, speaker.more, buttons);
    page.body.className = "fs-body";
    page.body.replaceChildren(left, right);
    page.onkeydown = (event) => {
      const name = event.key === "Process" || event.isComposing ? CODES[event.code] : event.key;
      // Full screen can be left and entered at the screen alone.
      if (name === "Escape" && this.dialog.hidden) this.escape(false);
      else if (!["f5", "f"].includes((name ?? "").toLowerCase())) this.key({ ...keyOf(event), target: this.root });
      if (event.key === "F5") event.preventDefault();
    };
    this.speaker = speaker;
    speaker.speech.onscroll = () => this.tellRest();
    // Also as soon as the new window has a size.
    new opened.ResizeObserver(() => this.tell()).observe(page.body);
    this.tell();
    this.tick();
  }

  tell() {
    const { speaker } = this;
    const { current } = this;
    if (!current || !speaker || speaker.window.closed) return;
    const next = this.detail
      ? (this.details[this.detail.code][this.detail.part + 1] ?? this.frames[this.number])
      : this.frames[this.number + 1];
    speaker.place.textContent = this.place.textContent;
    speaker.title.textContent = current.slide.title;
    speaker.speech.textContent = current.slide.speech || "这一页没有写讲稿。";
    speaker.notes.replaceChildren(...current.slide.notes.map((note) => make("p", "", note, speaker.window.document)));
    const copy = (frame, scale) => {
      const node = speaker.window.document.importNode(frame.node, true);
      node.className = "fp-frame";
      node.style.setProperty("--fp-scale", scale);
      node.setAttribute("inert", "");
      return node;
    };
    speaker.dark.hidden = !this.root.classList.contains("fp-is-dark");
    const scale = Math.min(0.34, (0.54 * speaker.window.innerWidth) / WIDE);
    speaker.now.replaceChildren(copy(current, scale));
    speaker.now.classList.toggle("fs-dim", !speaker.dark.hidden);
    speaker.next.replaceChildren(...(next ? [copy(next, scale * 0.6)] : [make("p", "", "最后一页", speaker.window.document)]));
    if (speaker.id !== current.id) speaker.speech.scrollTop = 0;
    speaker.id = current.id;
    this.fitSpeech();
  }

  // What was written for the speaker as a whole, in smaller letters if need be; a very long one is scrolled.
  fitSpeech() {
    const { speech } = this.speaker;
    SPEECH_SIZES.some((size) => {
      speech.style.fontSize = `${size}px`;
      return speech.scrollHeight <= speech.clientHeight;
    });
    this.tellRest();
  }

  tellRest() {
    const { speech, more } = this.speaker;
    more.classList.toggle("fs-none", speech.scrollTop + speech.clientHeight >= speech.scrollHeight - 2);
  }

  tick() {
    const { speaker } = this;
    if (!speaker || speaker.window.closed) return;
    const seconds = Math.floor((Date.now() - speaker.began) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    speaker.clock.textContent = new Date().toLocaleTimeString("zh-CN", { hour12: false });
    speaker.elapsed.textContent = `已用 ${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }

  // --- 会议自检

  async check() {
    if (this.checking || !this.current) return;
    this.report("会议自检：正在检查……", []);
    const parts = await this.examine();
    const failed = parts.filter(({ faults }) => faults.length).length;
    const doubtful = this.all.filter(({ slide }) => slide.doubts.length).length;
    const found = [failed ? `${failed} 项没有通过` : "通过", ...(doubtful ? [`${doubtful} 页要核对`] : [])];
    this.report(`会议自检：${found.join("，")}`, parts);
  }

  // Every part of the check: what it looked at, what was found in words, and what fails.
  async examine() {
    this.checking = true;
    const kept = [this.number, this.detail];
    this.overview(false);
    this.closeDialog();
    try {
      await Promise.all(this.all.map((frame) => frame.draw()));
      return [this.checkLetters(), this.checkFit(), this.checkWords(), this.checkKeys(), await this.checkSpeed(), this.checkNetwork()];
    } finally {
      this.checking = false;
      [this.number, this.detail] = kept;
      this.turn();
    }
  }

  checkLetters() {
    const texts = this.all.map(({ node, slide }) => [node.textContent, slide.speech, ...slide.notes].join(""));
    const isMissing = missingLetters(getComputedStyle(this.root).fontFamily);
    const missing = [...new Set(texts.join(""))].filter(isMissing);
    const faults = missing.map((letter) => {
      const frames = this.all.filter((_, place) => texts[place].includes(letter)).map((frame) => this.nameOf(frame));
      return `“${letter}”（U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}）没有字形：${frames.slice(0, 5).join("、")}`;
    });
    return { name: "字体与字形", found: `${new Set(texts.join("")).size} 个字都有字形`, faults };
  }

  checkFit() {
    const faults = this.all.flatMap((frame) => frame.found.map((fault) => `${this.nameOf(frame)}：${fault}`));
    return { name: "文字放得下、看得清", found: `${this.all.length} 页的字都在页内，没有太小的`, faults };
  }

  // What somebody wrote and may no longer hold: no fault of the slides, but to be read before the meeting.
  checkWords() {
    const places = new Map();
    for (const frame of this.all) for (const doubt of frame.slide.doubts) places.set(doubt, [...(places.get(doubt) ?? []), this.nameOf(frame)]);
    const doubts = [...places].map(([doubt, names]) => `${names.join("、")}：${doubt}`);
    return { name: "自己写的标题、讲稿和文字", found: "没有要核对的", faults: [], doubts };
  }

  // By the real handler, as a key comes from the clicker.
  checkKeys() {
    const press = (key, options) => !this.root.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options }));
    const last = this.frames.length - 1;
    const is = (name) => this.root.classList.contains(name);
    const tries = [
      ["Home", () => (press("Home"), this.number === 0)],
      ["PageDown", () => (press("PageDown"), this.number === Math.min(1, last))],
      ["PageUp", () => (press("PageUp"), this.number === 0)],
      ["→", () => (press("ArrowRight"), this.number === Math.min(1, last))],
      ["←", () => (press("ArrowLeft"), this.number === 0)],
      ["空格", () => (press(" "), this.number === Math.min(1, last))],
      ["End", () => (press("End"), this.number === last)],
      ["数字加 Enter", () => (press("1"), press("Enter"), this.number === 0)],
      ["B", () => (press("b"), is("fp-is-dark")) && (press("b"), !is("fp-is-dark"))],
      [".", () => (press("."), is("fp-is-dark")) && (press("."), !is("fp-is-dark"))],
      ["O", () => (press("o"), is("fp-overview")) && (press("Escape"), !is("fp-overview"))],
      ["F5（不会刷新页面）", () => press("F5")],
      ["输入法开着时的 B", () => (press("Process", { code: "KeyB" }), is("fp-is-dark")) && (press("b"), !is("fp-is-dark"))],
    ];
    const faults = tries.filter(([, works]) => !works()).map(([name]) => `按键 ${name} 没有反应`);
    return { name: "按键", found: `${tries.length} 个键都管用`, faults };
  }

  async checkSpeed() {
    const times = [];
    for (const [number, frame] of this.frames.entries()) {
      const began = performance.now();
      this.go(number);
      await painted();
      times.push([performance.now() - began, frame]);
    }
    times.sort(([one], [other]) => one - other);
    const [median, [worst, slowest]] = [times[Math.floor(times.length / 2)][0], times.at(-1)];
    const words = (time) => `${(time / 1000).toFixed(2)} 秒`;
    const faults = [];
    if (median > SLOW.median) faults.push(`翻一页通常要 ${words(median)}：请关掉别的程序`);
    if (worst > SLOW.worst) faults.push(`${this.nameOf(slowest)}翻得最慢，要 ${words(worst)}`);
    return { name: "翻页时间", found: `通常 ${words(median)}，最慢 ${words(worst)}（${this.nameOf(slowest)}）`, faults };
  }

  checkNetwork() {
    this.fetched.push(...this.network.takeRecords().filter((one) => one.startTime >= this.opened));
    const isForeign = (address) => /^(https?|wss?):/.test(address) && new URL(address).origin !== location.origin;
    const foreign = [...new Set(this.fetched.map(({ name }) => name).filter(isForeign))];
    const faults = foreign.map((address) => `打开后访问了 ${new URL(address).host}`);
    return { name: "网络", found: "打开后没有访问任何别的网站", faults };
  }

  nameOf(frame) {
    const number = this.frames.indexOf(frame);
    return number >= 0 ? `第${number + 1}页` : `地区详情“${frame.slide.title.slice(0, 12)}”`;
  }

  report(title, parts) {
    const list = make("div", "fp-checks");
    for (const { name, found, faults, doubts = [] } of parts) {
      const [sign, kind] = faults.length ? ["×", " fp-fails"] : doubts.length ? ["△", " fp-doubtful"] : ["√", ""];
      const said = [...faults, ...doubts];
      const line = make("div", `fp-check${kind}`);
      line.append(make("b", "", `${sign} ${name}${doubts.length ? "：要核对" : ""}`), ...(said.length ? said : [found]).map((words) => make("p", "", words)));
      list.append(line);
    }
    this.dialog.setAttribute("aria-label", title);
    const close = button("关闭", "Esc", () => this.closeDialog());
    const box = make("div", "fp-box");
    box.append(make("div", "fp-box-title", title), list, close);
    this.dialog.replaceChildren(box);
    this.dialog.hidden = false;
    close.focus();
  }

  closeDialog() {
    this.dialog.hidden = true;
    this.root.focus({ preventScroll: true });
  }
}

// One slide in the page: all are there at once, the current one is seen.
class Frame {
  constructor(player, slide) {
    Object.assign(this, { player, slide, id: slide.id });
    this.node = make("div", "fp-frame");
    this.node.id = `fp-${slide.id}`;
    this.node.innerHTML = slide.html; // every text in it was escaped by its template
    this.leadOn();
  }

  // Once it is in the page: letters are measured, and a chart drawn.
  draw() {
    if (this.node.clientWidth) this.drawn ??= this.drawOnce();
    return this.drawn;
  }

  async drawOnce() {
    await this.fit();
    this.found = this.faults();
    this.node.classList.add("fp-drawn"); // from now on it is laid out only while it is seen
  }

  async fit() {
    const find = (name) => this.node.querySelector(`.fp-${name}`);
    fitLines(find("title"), find("opening") ? OPENING_SIZES : TITLE_SIZES);
    fitLines(find("subtitle"), SUBTITLE_SIZES);
    const body = find("body");
    if (!body) return;
    if (!this.slide.figure) return fitBody(body);
    this.chart = new this.player.StageChart(find("figure"), this.player.plotly, this, body);
    this.chart.show(JSON.stringify(this.slide.figure));
    await this.chart.drawing;
    this.ways = linksIn(this.slide.figure); // Plotly leaves out all addresses when the page is a file
    this.leadOn();
  }

  // Links lead to a county's slides or to a slide; others nowhere, as there is nothing but the deck.
  leadOn() {
    for (const link of this.node.querySelectorAll("a")) {
      const href = link.getAttribute("href") ?? this.ways?.get(link.textContent) ?? "";
      const region = this.regionOf(href);
      link.removeAttribute("href");
      link.removeAttribute("xlink:href");
      link.removeAttribute("target");
      if (region) link.dataset.region = region;
      else if (href.startsWith("#")) link.dataset.slide = href.slice(1);
      else continue;
      link.setAttribute("role", "link");
      link.tabIndex = 0;
    }
  }

  // Of a slide behind the deck: where its number would stand is the way back.
  leadBack(words) {
    const place = this.node.querySelector(".fp-page");
    place.textContent = words;
    place.dataset.back = "1";
    place.setAttribute("role", "link");
    place.tabIndex = 0;
  }

  regionOf(address) {
    const [, code] = /[?&](?:row|region)=(\w+)/.exec(address ?? "") ?? [];
    return code && this.player.details[code] ? code : undefined;
  }

  // What does not fit, in words; nothing when all is seen.
  faults() {
    const find = (name) => this.node.querySelector(`.fp-${name}`);
    const [title, subtitle, body, foot] = ["title", "subtitle", "body", "foot"].map(find);
    const found = [];
    if (title.matches(".fp-cut")) found.push("标题太长，末尾没有显示");
    if (subtitle.matches(".fp-cut")) found.push("副标题太长，末尾没有显示");
    if (isOverfull(foot)) found.push("页脚放不下");
    if (this.slide.figure) return [...found, ...this.chartFaults(body)];
    if (isOverfull(body ?? find("opening"))) found.push("正文放不下");
    const parts = [...(body?.querySelectorAll("*") ?? [])];
    const cells = parts.filter((part) => part.matches(BOXES) && isOverfull(part));
    const tiny = parts.filter((part) => hasWords(part) && parseFloat(getComputedStyle(part).fontSize) < SMALLEST);
    const named = (nodes, fault) => nodes.slice(0, 3).map((node) => `“${node.textContent.trim().slice(0, 12)}”${fault}`);
    return [...found, ...named(cells, "放不下"), ...named(tiny, "的字太小")];
  }

  get isMap() {
    return this.slide.figure.data.some(({ hoveron }) => hoveron === "fills");
  }

  // A chart's letters may reach into the margin of the slide, not beyond.
  chartFaults(body) {
    const words = [...body.querySelectorAll("svg text")].filter((text) => text.textContent.trim() && !text.closest(".hoverlayer"));
    if (!words.length) return ["图没有画出来"];
    const [place, { width }] = [body.getBoundingClientRect(), this.node.getBoundingClientRect()];
    const margin = (width / WIDE) * 20;
    const isOutside = ({ left, right, top, bottom }) =>
      left < place.left - margin || right > place.right + margin || top < place.top - margin || bottom > place.bottom + margin;
    const outside = words.filter((text) => isOutside(text.getBoundingClientRect()));
    const named = (texts, fault) => texts.slice(0, 3).map((text) => `图里的“${text.textContent.slice(0, 12)}”${fault}`);
    return [...named(outside, "出了页边"), ...(this.isMap ? named(outsideOfAreas(body), "超出了它的格子") : [])];
  }
}

function onStage(Chart) {
  return class extends Chart {
    constructor(parent, plotly, frame, body) {
      super(parent, plotly);
      Object.assign(this, { frame, body });
    }

    // The app's drawing, for a slide: as large as the body allows, never smaller than a room can read.
    room() {
      const scale = Math.min(Math.max(this.body.clientHeight / this.spec.layout.height, CHART_SCALES[0]), CHART_SCALES[1]);
      return { width: Math.floor(this.body.clientWidth / scale), scale };
    }

    draw() {
      this.drawing = super.draw();
      return this.drawing;
    }

    fit() {} // a slide has one size

    leadsTo(point) {
      return this.frame.regionOf(super.leadsTo(point));
    }

    follow(region) {
      if (region) this.frame.player.drill(region);
    }
  };
}

// Where the words of a figure lead, by the words, each line of them for itself.
function linksIn(figure) {
  const found = new Map();
  const wordsOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  JSON.stringify(figure, (_, part) => {
    for (const [, address, inside] of typeof part === "string" ? part.matchAll(/<a href="([^"]*)">(.*?)<\/a>/g) : []) {
      for (const line of inside.split("<br>")) found.set(wordsOf(line), wordsOf(address));
    }
    return part;
  });
  return found;
}

// The words of a map that reach over the edge of the area in which they stand.
function outsideOfAreas(body) {
  const areas = [...body.querySelectorAll(".scatterlayer path.js-fill")];
  return [...body.querySelectorAll("text.annotation-text")].filter((text) => {
    const own = areas.find((area) => isInside(area, middleOf(text.getBoundingClientRect())));
    const lines = text.querySelectorAll("tspan.line");
    return own && !(lines.length ? [...lines] : [text]).every((line) => cornersOf(line).every((corner) => isInside(own, corner)));
  });
}

function middleOf({ left, right, top, bottom }) {
  return [(left + right) / 2, (top + bottom) / 2];
}

// Of the letters themselves: a line is a little higher.
function cornersOf(line) {
  const { left, right, top, bottom, height } = line.getBoundingClientRect();
  return [left, right].flatMap((x) => [top + 0.15 * height, bottom - 0.15 * height].map((y) => [x, y]));
}

// Not by the matrix of the picture: browsers differ in what it holds of a page that is scaled.
function isInside(path, [x, y]) {
  const [seen, own] = [path.getBoundingClientRect(), path.getBBox()];
  if (x < seen.left || x > seen.right || y < seen.top || y > seen.bottom) return false;
  const across = own.x + ((x - seen.left) / seen.width) * own.width;
  return path.isPointInFill(new DOMPoint(across, own.y + ((y - seen.top) / seen.height) * own.height));
}

// --- Letters

// On as few lines as can be, there in the largest size; the end of what is still too long is cut.
function fitLines(node, sizes) {
  if (!node?.textContent) return;
  const lines = () => Math.round(node.scrollHeight / parseFloat(getComputedStyle(node).lineHeight));
  for (const [before, sizesOfLines] of sizes.entries()) {
    for (const size of sizesOfLines) {
      node.style.fontSize = `${size}px`;
      if (lines() <= before + 1) return;
    }
  }
  node.style.setProperty("--fp-lines", sizes.length);
  node.classList.add("fp-cut");
}

function fitBody(body) {
  if (fitSizes(body, BODY_SIZES)) return;
  const matrix = body.querySelector(".fp-matrix");
  if (!matrix) return;
  matrix.classList.add("fp-tight");
  if (fitSizes(body, BODY_SIZES)) return;
  const cells = [...matrix.querySelectorAll(BOXES)];
  cells.filter(isOverfull).forEach((cell) => fitSizes(cell, SMALL_SIZES));
  if (isOverfull(body) || cells.some(isOverfull)) fitSizes(body, SMALL_SIZES);
}

// The largest size at which the node and every box in it hold their words, else the smallest; whether they do.
function fitSizes(node, sizes) {
  return sizes.some((size) => {
    node.style.fontSize = `${size}px`;
    return !isOverfull(node) && ![...node.querySelectorAll(BOXES)].some(isOverfull);
  });
}

function hasWords(node) {
  return [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
}

// Letters themselves are a little higher than their line.
function isOverfull(node) {
  const above = parseFloat(getComputedStyle(node).fontSize) / 4;
  return node.scrollHeight > node.clientHeight + above || node.scrollWidth > node.clientWidth + 1;
}

// Tells whether a letter has no glyph in any font: it is drawn then as are these, which no font can have.
function missingLetters(family) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [40, 40];
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = `24px ${family}`;
  const picture = (letter) => {
    pen.clearRect(0, 0, 40, 40);
    pen.fillText(letter, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const none = new Set(["\u0378", "\u{10FFFD}"].map(picture));
  // Neither spaces nor signs that are never seen, as those that turn the direction of writing; marks stand on others.
  return (letter) => !/[\p{Z}\p{Cc}\p{Cf}\p{M}]/u.test(letter) && none.has(picture(letter));
}

// --- Small things

function painted() {
  return new Promise((resolve) => {
    setTimeout(resolve, 1000); // a window that is not seen paints nothing
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });
}

function keyOf(event) {
  const { key, code, shiftKey, ctrlKey, altKey, metaKey, isComposing } = event;
  return { key, code, shiftKey, ctrlKey, altKey, metaKey, isComposing, preventDefault: () => event.preventDefault(), stopPropagation() {} };
}

function make(tag, className = "", text = "", page = document) {
  const made = page.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(words, key, act, label = "", page = document) {
  const made = make("button", "", words, page);
  made.type = "button";
  made.title = key ? `${label || words}（${key}）` : label || words;
  if (label) made.setAttribute("aria-label", label);
  made.onclick = act;
  return made;
}
