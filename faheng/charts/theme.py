"""The look of charts: colours, sizes and gaps, each said once (reference: exports.md section 6).

Colours of marks have at least 3 : 1 on a white and on a near-black page, since one figure serves both. Text
has no colour of its own: no colour has the 4.5 : 1 that text needs on both, so it takes the page's (CSS
`currentColor`).
"""

from __future__ import annotations

MAIN = "#3F7FBF"  # 4.2 : 1 on white and on the dark page #12181F
MAIN_PALE = "rgba(63, 127, 191, 0.5)"  # intervals: 1.9 : 1 on white and 2.0 : 1 on the dark page
TARGET = "#D24A43"  # red means the target or a warning, never a region
CITY = "#77828F"
PREVIOUS = "#8A94A0"
# Up to four lines told apart: any two differ by ΔE 22 or more, also for colour-blind eyes (Machado's simulation), and
# none is near the target's red; each has 3.3 : 1 or more on both pages, and a marker of its own as a second sign.
HIGHLIGHTS = (MAIN, "#B28300", "#9440DC", "#5C7A3D")
# What a test says of a dot; words beside the number are the second sign. Red is a warning here as well.
JUDGED = {
    "untested": MAIN,
    "no difference": MAIN,
    "different": MAIN,
    "better": MAIN,
    "perhaps worse": "#B28300",
    "worse": TARGET,
}
# A last value that misses its target, by one case or by more; a sign stands beside it (spec.SIGNS).
MISSED = {"near": "#B28300", "unmet": TARGET}
CONTEXT = "rgba(119, 130, 143, 0.6)"  # the lines behind: 2 : 1 on both pages, they are not what is looked at
INK = "currentColor"
HIGHLIGHT_BAND = "rgba(63, 127, 191, 0.16)"  # behind the row that a deck is about
GUIDE = "rgba(119, 130, 143, 0.22)"  # the line that leads the eye from name to number
TRANSPARENT = "rgba(0, 0, 0, 0)"

NAME_SIZE = 14
VALUE_SIZE = 15
DETAIL_SIZE = 13
AXIS_SIZE = 12

ROW_HEIGHT = 40  # px
LABEL_ROW_HEIGHT = 22  # px, one per reference line, above the rows
AXIS_HEIGHT = 34  # px
DOT = 13
PREVIOUS_DOT = 9
INTERVAL_WIDTH = 9

# 漏斗图
FUNNEL_HEIGHT = 420  # px
FUNNEL_BAND = "rgba(119, 130, 143, 0.16)"  # two on top of each other: the inner one is darker
FUNNEL_POINT = 11

# 指标趋势
TREND_HEIGHT = 330  # px, more when the labels at the right end need it
TREND_TALLEST = 620  # px
TOTAL_HEIGHT = 96  # px, the panel of the city's sum
PANEL_GAP = 34  # px, room for the heading of a panel
END_LABEL_SIZES = {"highlighted": 13, "city": 13, "context": 12}
END_LABEL_WIDTH = 118  # px, a third of a phone at most
HIGHLIGHT_WIDTH = 3
CITY_WIDTH = 2.5
CONTEXT_WIDTH = 1.5
POINT = 8
SMALL_POINT = 5
TINY_POINT = 3

TREND_NARROWEST = 170  # px, the plot of a trend on a phone

# 指标趋势, a panel for every region
MULTIPLES_HEAD = 44  # px above a panel: its name and value, what the test says of it
MULTIPLES_HEIGHT = 110  # px
MULTIPLES_FOOT = 30  # px below it: the first and the last period
MULTIPLES_GAP = 18  # px between panels side by side
MULTIPLES_TITLE_WIDTH = 140  # px, a panel on a phone
MULTIPLES_WIDTH = 2
MULTIPLES_NARROWEST = 120  # px, the plot of a panel where it is narrowest

# 指标趋势, ranks
RANK_HEIGHT = 34  # px
RANK_LABEL_WIDTH = 142  # px
RANK_NARROWEST = 320  # px, names included, on a phone

# A map. Fills are the same on a light and a dark page, so that text on them has a colour of its own: 4.5 : 1 or more
# (the third of exports.md would give white letters 4.2 : 1).
SHADES = {"palest": "#DCE8F4", "pale": "#A9C8E6", "deep": "#3875B5", "deepest": "#14508C"}
INK_ON = {"palest": "#0B1118", "pale": "#0B1118", "deep": "#FFFFFF", "deepest": "#FFFFFF"}
HATCH = "rgba(119, 130, 143, 0.35)"
MAP_LINE = "#FFFFFF"  # between areas
MAP_LINE_WIDTH = 1.5
MAP_EDGE_WIDTH = 4  # drawn below the areas: a grey rim is left of it where a map ends
MAP_OWN = "#0B1118"  # round the region that a deck is about; slides are white
MAP_OWN_WIDTH = 4
MAP_HEIGHT = 520  # px at most, with boundaries
MAP_WIDEST = 900  # px
TILE = 116  # px
LEGEND_HEIGHT = 32  # px, of one line; Plotly makes room for more
LEGEND_LINE = 20  # px
LEGEND_SIGN = 44  # px, the square before a label and the gap to the next one
CAPTION_HEIGHT = 28  # px
PHONE = 350  # px, the width of a chart on a phone
NARROW = 640  # px; with less, a map has the words of a phone
