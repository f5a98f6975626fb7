// On pages with a chart Plotly is fetched and run while Streamlit starts and waits for the server; Streamlit would ask for
// the chart's scripts after those of everything else on the page (data/assets/chart.js takes what is here).
if (["/comparison", "/trend"].includes(location.pathname)) {
  const add = (tag, attributes) => document.head.append(Object.assign(document.createElement(tag), attributes))
  add("link", { rel: "modulepreload", href: "CHART" })
  add("script", { src: "PLOTLY", async: true, onerror() { this.remove() } })
}
